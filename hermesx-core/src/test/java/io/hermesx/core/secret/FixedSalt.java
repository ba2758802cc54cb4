// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import java.util.random.RandomGenerator;

/** A source that answers what a golden file says. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FixedSalt(byte[] salt) implements RandomGenerator {

  @Override
  public void nextBytes(byte[] octets) {
    System.arraycopy(salt, 0, octets, 0, octets.length);
  }

  @Override
  public long nextLong() {
    throw new AssertionError("salts are drawn as octets");
  }
}
