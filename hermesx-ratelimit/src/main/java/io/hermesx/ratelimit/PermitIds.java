// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of permits: a random UUIDv7 to which a counter is added (RFC 9562 §6.2), so that an id
 * costs no random numbers. Blocks of the counter are handed out, so that threads seldom meet at it.
 * Thread-safe.
 */
final class PermitIds {

  private static final int BLOCK = 4_096;
  private static final long VARIANT_RFC = 0x8000000000000000L;
  private static final long COUNTED = 0x3fffffffffffffffL;

  private final UUID base;
  private final AtomicLong blocks = new AtomicLong();

  PermitIds(UUID base) {
    this.base = base;
  }

  /** Returns the number after one, from a block of its own if the other's has come to its end. */
  long after(long number) {
    long next = number + 1;
    return next % BLOCK == 0 ? first() : next;
  }

  /** Returns the first number of a block that nobody else has. */
  long first() {
    return blocks.getAndAdd(BLOCK);
  }

  UUID of(long number) {
    long low = (base.getLeastSignificantBits() + number) & COUNTED;
    return new UUID(base.getMostSignificantBits(), VARIANT_RFC | low);
  }
}
