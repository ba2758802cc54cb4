// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.util.random.RandomGenerator;

/**
 * Octets that count up from a number, for keys whose seed a test knows.
 *
 * @param first the first octet
 */
record Seeds(int first) implements RandomGenerator {

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("seeds are drawn as octets");
  }

  @Override
  public void nextBytes(byte[] octets) {
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (first + i);
    }
  }
}
