// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Keeps the server's time from going back, as it does when its clock is set or a standby with a
 * slower clock takes over: whoever has seen a later time keeps to it. Thread-safe.
 */
final class StoreClock {

  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

  /** The time that {@link #at} would return for the time that the server shows a statement. */
  Field<Instant> onTheServer() {
    long known = latest.get();
    return known == Long.MIN_VALUE
        ? ServerTime.NOW
        : DSL.greatest(ServerTime.NOW, DSL.val(Instants.ofMicros(known), SQLDataType.INSTANT));
  }

  /** Returns the time that the server showed, or the latest one it ever showed this store. */
  Instant at(Instant shown) {
    return Instants.ofMicros(latest.accumulateAndGet(Instants.toMicros(shown), Math::max));
  }
}
