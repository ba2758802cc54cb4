// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict Unicode: what has no unambiguous UTF-8 form is refused, never replaced. */
final class Utf8 {

  private Utf8() {}

  /** The text of the octets, their number checked first. */
  static String decode(byte[] utf8, JsonLimits limits) {
    limits.checkBytes(utf8.length);
    ByteBuffer in = ByteBuffer.wrap(utf8);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(in)
          .toString();
    } catch (CharacterCodingException e) {
      throw new JsonSyntaxException(
          TextPosition.START,
          "the octets are not valid UTF-8 (octet " + in.position() + ")",
          "UTF-8 without overlong forms or encoded surrogates",
          "encode the text as UTF-8");
    }
  }

  /**
   * The number of octets of the text in UTF-8; a lone surrogate counts three, as any refusal of it
   * comes later.
   */
  static long length(String text) {
    long octets = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        octets += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return octets;
  }

  /** The index of the first surrogate without its partner, or -1 when the text is valid Unicode. */
  static int loneSurrogate(String text) {
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at); // the code unit itself where there is no pair
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return at;
      }
      at += Character.charCount(codePoint);
    }
    return -1;
  }

  static void requireUnicode(String text, String what) {
    int at = loneSurrogate(text);
    if (at >= 0) {
      throw new IllegalArgumentException(
          "A surrogate without its partner stands at index "
              + at
              + " of "
              + what
              + "; allowed: valid Unicode."
              + " Cut text between characters, not between code units.");
    }
  }
}
