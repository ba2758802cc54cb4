// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/**
 * A private key in memory that signs checkpoints without blocking. Thread-safe.
 *
 * <p>Its text is one line: {@code PRIVATE+KEY+<name>+<key id>+<base64(type || seed)>}, where the
 * seed is 32 octets: the private key of RFC 8032 for Ed25519, ξ of FIPS 204 for ML-DSA-44. Name,
 * key id and type are those of the {@link VerifierKey}, and so is the text of it but for the words
 * before it. Only {@link #secretText()} returns it; no message and no {@code toString} has any of
 * the seed.
 */
public final class SigningKey implements CheckpointSigner {

  private static final String PREFIX = "PRIVATE+KEY+";
  private static final int LONGEST_FILE = 4096;

  private final VerifierKey key;
  private final byte[] seed;

  private SigningKey(String name, SignatureType type, byte[] seed) {
    this.key = VerifierKey.of(name, type, SignatureScheme.of(type).publicKey(seed));
    this.seed = seed;
  }

  /**
   * Makes a new key.
   *
   * @param name the name it signs with, as {@link VerifierKey#of} wants it
   * @param random 32 octets are drawn from it that nobody can guess: {@link
   *     java.security.SecureRandom}, or {@code SystemSources.random()}
   * @throws IllegalArgumentException if the name is none
   */
  public static SigningKey generate(String name, SignatureType type, RandomGenerator random) {
    byte[] seed = new byte[SignatureScheme.SEED_LENGTH];
    random.nextBytes(seed);
    return new SigningKey(name, type, seed);
  }

  /**
   * Reads the text of a private key, without a newline.
   *
   * @throws IllegalArgumentException if the text is none, is not in its one spelling, or has
   *     another key id than the one that follows from it; the message has nothing of the seed
   */
  public static SigningKey parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a private key does not start with " + PREFIX);
    }
    KeyText parts = KeyText.parse(text.substring(PREFIX.length()), "a private key");
    if (parts.octets().length != SignatureScheme.SEED_LENGTH) {
      throw new IllegalArgumentException(
          "a private key has a seed of "
              + parts.octets().length
              + " octets, allowed: "
              + SignatureScheme.SEED_LENGTH);
    }
    SigningKey signer =
        new SigningKey(parts.name(), parts.logType("a private key"), parts.octets());
    parts.requireId(signer.key.id());
    return signer;
  }

  /**
   * Reads a private key from a file that holds its text and, if anything more, one newline. Only
   * its owner should be able to read it.
   *
   * @throws HermesException if the file cannot be read
   * @throws IllegalArgumentException if it does not hold a private key
   */
  public static SigningKey read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8);
      return parse(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    } catch (IOException e) {
      throw new HermesException("the file of a private key cannot be read: " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public VerifierKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) {
    return SignatureScheme.of(key.type()).sign(seed, message);
  }

  /** Returns the text of the private key: a secret, for the file that it is kept in. */
  public String secretText() {
    return PREFIX + new KeyText(key.name(), key.id(), key.type().code(), seed).format();
  }

  /** Whether the two are made from one seed, which no two keys may be. */
  boolean sharesSeedWith(SigningKey other) {
    return MessageDigest.isEqual(seed, other.seed);
  }

  /** Returns the name and id of the key. */
  @Override
  public String toString() {
    return "SigningKey[" + key + "]";
  }
}
