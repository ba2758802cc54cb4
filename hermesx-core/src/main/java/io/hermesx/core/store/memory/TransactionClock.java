// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The store's time: whole microseconds that never go back. Thread-safe. */
final class TransactionClock {

  private final InstantSource source;
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

  TransactionClock(InstantSource source) {
    this.source = source;
  }

  Instant now() {
    Instant now = Instants.truncate(source.instant());
    Instant seen = latest.get();
    while (now.isAfter(seen)) {
      if (latest.compareAndSet(seen, now)) {
        return now;
      }
      seen = latest.get();
    }
    return seen;
  }
}
