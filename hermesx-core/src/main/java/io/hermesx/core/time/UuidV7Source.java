// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDv7 values: 48 bits of Unix milliseconds, version, 12 random bits, variant, 62 random
 * bits.
 */
final class UuidV7Source implements IdSource {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT_RFC = 0x8000000000000000L;

  private final InstantSource clock;
  private final RandomGenerator random;

  UuidV7Source(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public UUID next() {
    long high = (clock.millis() << 16) | VERSION_7 | random.nextInt(1 << 12);
    long low = VARIANT_RFC | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
