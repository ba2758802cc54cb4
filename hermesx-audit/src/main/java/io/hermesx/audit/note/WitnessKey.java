// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a witness: somebody outside who signs that a checkpoint continues every other
 * one that they saw of the log (C2SP tlog-cosignature). It is no key of a log, and no {@link
 * VerifierKey}: what it signs has a time and another beginning, so neither can stand in for the
 * other.
 *
 * <p>Immutable; two keys are equal if name, type and octets are. Its text is a vkey like that of a
 * log's key, of the type 4 for Ed25519 or 6 for ML-DSA-44.
 */
public final class WitnessKey {

  private static final int COSIGNATURE_ED25519 = 4;

  /** Name, algorithm and octets, as those of a log's key would be; its id is another one. */
  private final VerifierKey key;

  private final int id;

  private WitnessKey(VerifierKey key) {
    this.key = key;
    this.id = KeyText.id(key.name(), code(key.type()), key.publicKey());
  }

  /**
   * Reads a vkey.
   *
   * @throws IllegalArgumentException if the text is none, is not in its one spelling, has another
   *     key id than the one that follows from it, or is of another type than 4 and 6, such as 1,
   *     which is for logs
   */
  public static WitnessKey parse(String vkey) {
    KeyText text = KeyText.parse(vkey, "the key of a witness");
    SignatureType algorithm =
        Arrays.stream(SignatureType.values())
            .filter(type -> code(type) == text.code())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the key of a witness is of the type "
                            + text.code()
                            + ", allowed: 4 (Ed25519 cosignatures) and 6 (ML-DSA-44); type 1 is for"
                            + " the keys of logs"));
    WitnessKey key = new WitnessKey(VerifierKey.of(text.name(), algorithm, text.octets()));
    text.requireId(key.id);
    return key;
  }

  private static int code(SignatureType algorithm) {
    return switch (algorithm) {
      case ED25519 -> COSIGNATURE_ED25519;
      case ML_DSA_44 -> algorithm.code();
    };
  }

  /** The name that the witness signs with. */
  public String name() {
    return key.name();
  }

  /** The algorithm that it signs with. */
  public SignatureType algorithm() {
    return key.type();
  }

  /** Returns the vkey. */
  public String format() {
    return new KeyText(name(), id, code(algorithm()), key.publicKey()).format();
  }

  /** Whether the octets of the two keys are the same, whatever they are called. */
  boolean isSameKeyAs(WitnessKey other) {
    return key.isSameKeyAs(other.key);
  }

  /** Whether the octets are those of a log's key, or name and id cannot be told from it. */
  boolean isConfusedWith(VerifierKey log) {
    return key.isSameKeyAs(log) || toString().equals(log.toString());
  }

  /** Whether a signature says that it is by this key; it is not verified by that. */
  boolean claims(NoteSignature signature) {
    return signature.keyId() == id && signature.name().equals(name());
  }

  /** Verifies a signature that claims to be by this key; empty if it is no cosignature of it. */
  Optional<Cosignature> verified(Checkpoint checkpoint, NoteSignature signature) {
    byte[] octets = signature.signature();
    if (octets.length < Long.BYTES) {
      return Optional.empty();
    }
    long seconds = ByteBuffer.wrap(octets).getLong();
    if (seconds < 1 || seconds > CosignedMessage.LATEST) {
      return Optional.empty();
    }
    byte[] message = message(checkpoint, seconds);
    byte[] raw = Arrays.copyOfRange(octets, Long.BYTES, octets.length);
    return key.verifies(message, raw)
        ? Optional.of(new Cosignature(this, Instant.ofEpochSecond(seconds), signature))
        : Optional.empty();
  }

  private byte[] message(Checkpoint checkpoint, long seconds) {
    return switch (algorithm()) {
      case ED25519 ->
          ("cosignature/v1\ntime " + seconds + "\n" + checkpoint.text())
              .getBytes(StandardCharsets.UTF_8);
      case ML_DSA_44 -> CosignedMessage.of(name(), seconds, checkpoint);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WitnessKey that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** Returns name and id, which say in messages which key is meant. */
  @Override
  public String toString() {
    return name() + "+" + HexFormat.of().toHexDigits(id);
  }
}
