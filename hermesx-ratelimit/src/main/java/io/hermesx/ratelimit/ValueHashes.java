// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.time.SystemSources;
import java.util.random.RandomGenerator;

/**
 * Keyed hashes of values, each with its dimension. The key is random and never leaves the limiter,
 * so nobody can choose values that meet. Immutable and thread-safe.
 */
final class ValueHashes {

  private final long key0;
  private final long key1;

  ValueHashes() {
    RandomGenerator random = SystemSources.random();
    this.key0 = random.nextLong();
    this.key1 = random.nextLong();
  }

  /** Returns the hash with its input at its end: {@link SipHash128#first} comes next. */
  SipHash128 of(Dimension dimension, String value) {
    SipHash128 hash = new SipHash128(key0, key1);
    hash.add(dimension.name());
    hash.add(value);
    return hash;
  }
}
