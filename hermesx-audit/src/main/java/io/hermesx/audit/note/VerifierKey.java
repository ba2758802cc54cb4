// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a key that signs checkpoints, under the name it signs with. Anyone may have
 * it; whom to trust is decided by whoever hands it over.
 *
 * <p>Immutable; two keys are equal if name, type and octets are. Its text, the <i>vkey</i> of C2SP
 * signed-note, is {@code <name>+<key id>+<base64(type || public key)>}, on one line: about 60
 * characters for Ed25519, 1,800 for ML-DSA-44. The key id is 8 lower-case hexadecimal digits, the
 * first four octets of {@code SHA-256(name || 0x0A || type || public key)}.
 */
public final class VerifierKey {

  private final String name;
  private final SignatureType type;
  private final byte[] publicKey;
  private final int id;

  private VerifierKey(String name, SignatureType type, byte[] publicKey) {
    this.name = name;
    this.type = type;
    this.publicKey = publicKey;
    this.id = KeyText.id(name, type.code(), publicKey);
  }

  /**
   * Returns the key under a name.
   *
   * @param name 1 to 255 octets of UTF-8 without spaces, plus or control characters; a URL without
   *     its scheme is customary, such as {@code audit.example.com/prod}
   * @param publicKey 32 octets of Ed25519 (RFC 8032), or 1,312 of ML-DSA-44 (FIPS 204)
   * @throws IllegalArgumentException if the name is none, or the octets are no public key of that
   *     type: another length, not their one encoding, or a point of small order
   */
  public static VerifierKey of(String name, SignatureType type, byte[] publicKey) {
    if (!NoteText.isName(name)) {
      throw new IllegalArgumentException(
          "the name of a key is not 1 to "
              + NoteText.LONGEST_NAME
              + " octets of UTF-8 without spaces, plus and control characters; pass a name such as"
              + " audit.example.com/prod");
    }
    byte[] key = publicKey.clone();
    if (!SignatureScheme.of(type).isPublicKey(key)) {
      throw new IllegalArgumentException(
          "the "
              + key.length
              + " octets under the name "
              + name
              + " are no public key for "
              + type.label()
              + "; copy the verifier key again from where it was made");
    }
    return new VerifierKey(name, type, key);
  }

  /**
   * Reads a vkey.
   *
   * @throws IllegalArgumentException if the text is none, is not in its one spelling, has another
   *     key id than the one that follows from it, or is of a type that is not known here
   */
  public static VerifierKey parse(String vkey) {
    KeyText text = KeyText.parse(vkey, "a verifier key");
    VerifierKey key = of(text.name(), text.logType("a verifier key"), text.octets());
    text.requireId(key.id);
    return key;
  }

  /** The name that the key signs with. */
  public String name() {
    return name;
  }

  /** How the key signs. */
  public SignatureType type() {
    return type;
  }

  /** The key's id, 32 bits: an identifier, not a strong hash. */
  public int id() {
    return id;
  }

  /** Returns a copy of the public key's octets. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** Returns the vkey. */
  public String format() {
    return new KeyText(name, id, type.code(), publicKey).format();
  }

  /** Whether a signature says that it is by this key; it is not verified by that. */
  boolean claims(NoteSignature signature) {
    return signature.keyId() == id && signature.name().equals(name);
  }

  boolean isSameKeyAs(VerifierKey other) {
    return Arrays.equals(publicKey, other.publicKey);
  }

  /** Whether raw octets of the algorithm are this key's signature of a message. */
  boolean verifies(byte[] message, byte[] signature) {
    return SignatureScheme.of(type).verify(publicKey, message, signature);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifierKey that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(publicKey, that.publicKey);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + id;
  }

  /** Returns name and id, which say in messages which key is meant. */
  @Override
  public String toString() {
    return name + "+" + HexFormat.of().toHexDigits(id);
  }
}
