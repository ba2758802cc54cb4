// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.time.IdSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of permits: one from a source, and from there counted up (RFC 9562 §6.2), because a limiter
 * decides faster than random numbers are made. Thread-safe.
 */
public final class PermitIds {

  private static final long VARIANT_RFC = 0x8000000000000000L;
  private static final long COUNTER_BITS = 0x3fffffffffffffffL;

  private final long high;
  private final AtomicLong low;

  /** Asks the source once. */
  public PermitIds(IdSource source) {
    UUID first = source.next();
    this.high = first.getMostSignificantBits();
    this.low = new AtomicLong(first.getLeastSignificantBits());
  }

  /** Returns the next id. */
  public UUID next() {
    return new UUID(high, VARIANT_RFC | (low.getAndIncrement() & COUNTER_BITS));
  }
}
