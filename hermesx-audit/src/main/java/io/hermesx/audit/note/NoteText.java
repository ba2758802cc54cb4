// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The alphabet of notes: what text, names and base64 may look like, so that each has one form. */
final class NoteText {

  /** The longest name of a key or a log in octets: more does not fit into a signed message. */
  static final int LONGEST_NAME = 255;

  private NoteText() {}

  /** Returns the text of strict UTF-8; empty if the octets are none. */
  static Optional<String> decoded(byte[] octets) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether a text is valid in UTF-8 and has no ASCII control character but the newline. */
  static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' || c == '\n')
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * Whether a text may name a key: 1 to 255 octets without space, plus or control character, those
   * from U+007F to U+009F included: some terminals obey them.
   */
  static boolean isName(String text) {
    return isOrigin(text) && text.codePoints().noneMatch(c -> c == '+' || isSpace(c));
  }

  /** Whether a text may name a log: 1 to 255 octets without any control character. */
  static boolean isOrigin(String text) {
    return isPlain(text)
        && hasNameLength(text)
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static boolean hasNameLength(String text) {
    int octets = text.getBytes(StandardCharsets.UTF_8).length;
    return octets >= 1 && octets <= LONGEST_NAME;
  }

  /**
   * The characters with Unicode's White_Space property, written out: the tables of the Java
   * platform change from release to release, and a note's validity must not.
   */
  private static boolean isSpace(int c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  static String base64(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer octets = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      octets.put(part);
    }
    return Base64.getEncoder().encodeToString(octets.array());
  }

  /** Returns the octets of the one base64 spelling (RFC 4648 §4, padded); empty for any other. */
  static Optional<byte[]> octets(String base64) {
    try {
      byte[] octets = Base64.getDecoder().decode(base64);
      // The decoder lets missing padding and stray low bits pass.
      return base64(octets).equals(base64) ? Optional.of(octets) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
