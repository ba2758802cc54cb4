// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * What a single ciphertext is made with, all of it from data key, salt and context.
 *
 * @param cipher the cipher with its key, nonce and associated data
 * @param commitment 32 octets that no other data key, salt or context gives
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RecordKeys(AesGcm cipher, byte[] commitment) {

  static final int COMMITMENT = 32;

  private static final String DOMAIN = "hermesx/ciphertext/v1";

  static RecordKeys derive(DataKey key, byte[] salt, CiphertextContext context) {
    byte[] domain = (DOMAIN + "\0").getBytes(US_ASCII);
    byte[] place = context.octets();
    byte[] info = ByteBuffer.allocate(domain.length + place.length).put(domain).put(place).array();
    ByteBuffer derived =
        ByteBuffer.wrap(
            Hkdf.derive(key.octets(), salt, info, AesGcm.KEY + COMMITMENT + AesGcm.NONCE));
    byte[] record = take(derived, AesGcm.KEY);
    byte[] commitment = take(derived, COMMITMENT);
    return new RecordKeys(new AesGcm(record, take(derived, AesGcm.NONCE), place), commitment);
  }

  private static byte[] take(ByteBuffer from, int length) {
    byte[] octets = new byte[length];
    from.get(octets);
    return octets;
  }

  @Override
  public String toString() {
    return "RecordKeys";
  }
}
