// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import io.hermesx.core.HermesException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in Galois/Counter Mode (NIST SP 800-38D) with a tag of 128 bits. It does not commit to
 * its key: a ciphertext can be made that opens under two keys. {@link DataCipher} adds that.
 *
 * @param key 32 octets
 * @param nonce 12 octets, never twice with one key
 * @param associated what is authenticated and not encrypted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AesGcm(byte[] key, byte[] nonce, byte[] associated) {

  static final int KEY = 32;
  static final int NONCE = 12;
  static final int TAG = 16;

  /** Returns the ciphertext and, behind it, the tag. */
  byte[] encrypt(byte[] plaintext) {
    try {
      return cipher(Cipher.ENCRYPT_MODE).doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * Returns the plaintext, or empty if the tag is wrong.
   *
   * @param octets what holds ciphertext and tag from {@code offset} to its end
   */
  Optional<byte[]> decrypt(byte[] octets, int offset) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE);
      return Optional.of(cipher.doFinal(octets, offset, octets.length - offset));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private Cipher cipher(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(associated);
    return cipher;
  }

  private static HermesException missing(GeneralSecurityException e) {
    return new HermesException(
        "this Java runtime cannot do AES/GCM/NoPadding with keys of 256 bits; use one whose security"
            + " providers can",
        e);
  }

  @Override
  public String toString() {
    return "AesGcm";
  }
}
