// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What keys look like in text, public and private alike: {@code <name>+<key id>+<base64(type ||
 * octets)>}. Which types there are is for whoever reads it to say. Messages repeat nothing of the
 * octets, which may be secret.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shown
record KeyText(String name, int id, int code, byte[] octets) {

  private static final int ID_DIGITS = 8;

  /**
   * Reads a key.
   *
   * @param what what messages call it
   */
  static KeyText parse(String text, String what) {
    int first = text.indexOf('+');
    int second = first + 1 + ID_DIGITS;
    if (first < 0 || text.length() <= second || text.charAt(second) != '+') {
      throw new IllegalArgumentException(
          what + " is not: name, plus, key id in 8 hexadecimal digits, plus, base64");
    }
    byte[] octets =
        NoteText.octets(text.substring(second + 1))
            .filter(all -> all.length > 0)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        what + " does not end in the one form of base64 with padding"));
    return new KeyText(
        text.substring(0, first),
        id(text.substring(first + 1, second), what),
        octets[0],
        Arrays.copyOfRange(octets, 1, octets.length));
  }

  /** Returns the id that follows from name, type and octets. */
  static int id(String name, int code, byte[] octets) {
    byte[] type = {(byte) code};
    return ByteBuffer.wrap(
            Sha256.raw((name + "\n").getBytes(StandardCharsets.UTF_8), type, octets).octets())
        .getInt();
  }

  private static int id(String digits, String what) {
    if (!digits.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalArgumentException(
          what + " has a key id that is not 8 lower-case hexadecimal digits");
    }
    return HexFormat.fromHexDigits(digits);
  }

  /**
   * Returns the type of a key that signs for a log.
   *
   * @param what what messages call the key
   */
  SignatureType logType(String what) {
    return SignatureType.ofCode(code)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    what + " is of another signature type than 1 (Ed25519) and 6 (ML-DSA-44)"));
  }

  /** Refuses a text whose id does not follow from the rest of it. */
  void requireId(int expected) {
    if (id != expected) {
      throw new IllegalArgumentException(
          "the key under the name "
              + name
              + " says it has the id "
              + hex(id)
              + ", and by its name, type and octets it has "
              + hex(expected)
              + "; copy it again from where it was made");
    }
  }

  String format() {
    byte[] type = {(byte) code};
    return name + "+" + hex(id) + "+" + NoteText.base64(type, octets);
  }

  private static String hex(int id) {
    return HexFormat.of().toHexDigits(id);
  }

  /** Says nothing of the octets. */
  @Override
  public String toString() {
    return name + "+" + hex(id);
  }
}
