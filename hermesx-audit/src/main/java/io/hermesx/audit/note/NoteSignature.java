// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One signature under a note: who is said to have signed, and the octets that prove it to those who
 * know the key. Nothing of it is verified yet.
 *
 * <p>Immutable. Its line is {@code — <name> <base64(key id || signature)>} (C2SP signed-note).
 */
public final class NoteSignature {

  private static final String DASH = "— ";

  private final String name;
  private final int keyId;
  private final byte[] signature;

  /**
   * Creates a signature of a key.
   *
   * @param name the key's name: 1 to 255 octets of UTF-8 without spaces, plus or control characters
   * @param keyId the key's id, 32 bits
   * @param signature at least one octet, in the form that the type of the key has
   * @throws IllegalArgumentException if a part is outside its range
   */
  public NoteSignature(String name, int keyId, byte[] signature) {
    if (!NoteText.isName(name)) {
      throw new IllegalArgumentException(
          "a key's name is not 1 to "
              + NoteText.LONGEST_NAME
              + " octets of UTF-8 without spaces, plus and control characters");
    }
    if (signature.length == 0) {
      throw new IllegalArgumentException("a signature has no octets, allowed: 1 or more");
    }
    this.name = name;
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  /**
   * Reads a line without its newline.
   *
   * @throws NoteRefusedException if it is none
   * @throws IllegalArgumentException if it is one, and a part of it is outside its range
   */
  static NoteSignature parse(String line) {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw new NoteRefusedException(
          "a signature line is not: em dash, space, name of the key, space, base64");
    }
    String name = line.substring(DASH.length(), space);
    byte[] octets =
        NoteText.octets(line.substring(space + 1))
            .orElseThrow(
                () ->
                    new NoteRefusedException(
                        "a signature is not written in the one form of base64 with padding"));
    if (octets.length < Integer.BYTES) {
      throw new NoteRefusedException("a signature line has no id of a key");
    }
    return new NoteSignature(
        name,
        ByteBuffer.wrap(octets).getInt(),
        Arrays.copyOfRange(octets, Integer.BYTES, octets.length));
  }

  /** The name of the key that is said to have signed. */
  public String name() {
    return name;
  }

  /** The id of the key that is said to have signed; an identifier, not a strong hash. */
  public int keyId() {
    return keyId;
  }

  /** Returns a copy of what follows the key id, such as 64 octets of Ed25519. */
  public byte[] signature() {
    return signature.clone();
  }

  /** Returns the line of a note, with its newline. */
  String line() {
    byte[] id = ByteBuffer.allocate(Integer.BYTES).putInt(keyId).array();
    return DASH + name + " " + NoteText.base64(id, signature) + "\n";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoteSignature that
        && keyId == that.keyId
        && name.equals(that.name)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + keyId) + Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "NoteSignature[" + name + "+" + HexFormat.of().toHexDigits(keyId) + "]";
  }
}
