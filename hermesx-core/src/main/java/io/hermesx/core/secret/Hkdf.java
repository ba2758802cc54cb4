// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import io.hermesx.core.HermesException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys from a key: HKDF with HMAC-SHA-256 (RFC 5869). */
final class Hkdf {

  private static final String HMAC = "HmacSHA256";
  private static final int HASH = 32;
  private static final int MOST = 255 * HASH;

  private Hkdf() {}

  /**
   * Extracts and expands (RFC 5869 §2.2, §2.3).
   *
   * @param salt may be empty, which means 32 zeros
   * @param length how many octets to derive, 0 to 8,160
   */
  static byte[] derive(byte[] key, byte[] salt, byte[] info, int length) {
    if (length < 0 || length > MOST) {
      throw new IllegalArgumentException(
          "HKDF-SHA256 was asked for " + length + " octets, allowed: 0 to " + MOST);
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(salt.length == 0 ? new byte[HASH] : salt, HMAC));
      mac.init(new SecretKeySpec(mac.doFinal(key), HMAC));
      ByteBuffer derived = ByteBuffer.allocate(length);
      byte[] block = {};
      for (int counter = 1; derived.hasRemaining(); counter++) {
        mac.update(block);
        mac.update(info);
        mac.update((byte) counter);
        block = mac.doFinal();
        derived.put(block, 0, Math.min(HASH, derived.remaining()));
      }
      return derived.array();
    } catch (GeneralSecurityException e) {
      throw new HermesException(
          "this Java runtime has no HmacSHA256, which every Java platform must have", e);
    }
  }
}
