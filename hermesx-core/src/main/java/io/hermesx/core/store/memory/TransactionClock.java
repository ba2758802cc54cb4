// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The store's time: whole microseconds that never go back. Thread-safe. */
final class TransactionClock {

  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
  private final InstantSource source;

  TransactionClock(InstantSource source) {
    this.source = source;
  }

  Instant now() {
    long shown = Instants.toMicros(source.instant());
    return Instants.ofMicros(latest.accumulateAndGet(shown, Math::max));
  }
}
