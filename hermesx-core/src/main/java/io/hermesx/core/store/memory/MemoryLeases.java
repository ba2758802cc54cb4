// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.internal.Names;
import io.hermesx.core.store.Leases;
import io.hermesx.core.store.step.Turnstile;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Leases within this JVM. Thread-safe. */
final class MemoryLeases implements Leases {

  private final ConcurrentMap<String, Lease> leases = new ConcurrentHashMap<>();
  private final Turnstile turnstile;
  private final TransactionClock clock;

  MemoryLeases(Turnstile turnstile, TransactionClock clock) {
    this.turnstile = turnstile;
    this.clock = clock;
  }

  private record Lease(String owner, Instant until) {

    boolean isFreeFor(String other, Instant now) {
      return owner.equals(other) || !now.isBefore(until);
    }
  }

  @Override
  public boolean tryAcquire(String name, String owner, Duration duration) {
    turnstile.requireOpen();
    Names.requireToken("lease name", name);
    Names.requireToken("lease owner", owner);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "the lease lasts " + duration + ", allowed: more than zero");
    }
    Instant now = clock.now();
    Lease wanted = new Lease(owner, now.plus(duration));
    Lease held =
        leases.merge(name, wanted, (old, fresh) -> old.isFreeFor(owner, now) ? fresh : old);
    return held.owner().equals(owner);
  }
}
