// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.time.SystemSources;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keyed hashes of values, each with its dimension. The key is random and never leaves the limiter,
 * so nobody can choose values that meet. The hashes of some short values that came last are
 * remembered by the value itself, because most calls come from those who called a moment ago.
 * Thread-safe: threads that race remember one or the other.
 */
final class ValueHashes {

  private static final int REMEMBERED = 1 << 13;
  private static final int LONGEST_REMEMBERED = 64;

  private final @Nullable ValueHash[] last = new @Nullable ValueHash[REMEMBERED];
  private final long key0;
  private final long key1;

  ValueHashes() {
    RandomGenerator random = SystemSources.random();
    this.key0 = random.nextLong();
    this.key1 = random.nextLong();
  }

  ValueHash of(Dimension dimension, String value) {
    if (value.length() > LONGEST_REMEMBERED) {
      return compute(dimension, value);
    }
    int hash = value.hashCode() * 31 + dimension.hashCode();
    int at = (hash ^ hash >>> 15) & REMEMBERED - 1;
    ValueHash known = last[at];
    if (known != null && known.dimension() == dimension && known.value().equals(value)) {
      return known;
    }
    ValueHash computed = compute(dimension, value);
    last[at] = computed;
    return computed;
  }

  private ValueHash compute(Dimension dimension, String value) {
    SipHash128 hash = new SipHash128(key0, key1);
    hash.add(dimension.name());
    hash.add(value);
    return new ValueHash(dimension, value, hash.first(), hash.second());
  }

  /** A value and its hash: final fields, so that a thread that sees it sees all of it. */
  record ValueHash(Dimension dimension, String value, long high, long low) {}
}
