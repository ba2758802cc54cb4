// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.LimitState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM holds of one key: a lease, or the knowledge that there was none to be had. At most
 * one thread fetches a lease at a time. Thread-safe.
 */
final class Pot {

  private static final CompletableFuture<Boolean> RETIRED = CompletableFuture.completedFuture(true);

  private final AtomicReference<@Nullable CompletableFuture<Boolean>> fetching =
      new AtomicReference<>();
  private volatile @Nullable Lease lease;
  private volatile @Nullable Denied denied;

  /**
   * Nothing could be leased.
   *
   * @param cost what was asked at least
   * @param state where the layer stood
   * @param asOfNanos when, by the ticker
   * @param untilNanos until when not to ask again
   */
  record Denied(long cost, LimitState state, long asOfNanos, long untilNanos) {

    boolean covers(long asked, long now) {
      return asked == cost && now - untilNanos < 0;
    }
  }

  @Nullable Lease lease() {
    return lease;
  }

  @Nullable Denied denied() {
    return denied;
  }

  /**
   * Begins to fetch.
   *
   * @return null if this thread fetches; otherwise what the one that does will complete
   */
  @Nullable CompletableFuture<Boolean> fetch(CompletableFuture<Boolean> mine) {
    return fetching.compareAndExchange(null, mine);
  }

  /** Ends fetching, and lets those who wait look again. */
  void fetched(CompletableFuture<Boolean> mine) {
    fetching.set(null);
    mine.complete(true);
  }

  /** Puts a lease in the place of the one before, which is returned. */
  @Nullable Lease put(Lease fresh) {
    Lease before = lease;
    denied = null;
    lease = fresh;
    return before;
  }

  void deny(Denied value) {
    denied = value;
  }

  /** Takes out a lease that has ended, or any if the pot is given up; null if there is none. */
  @Nullable Lease takeOut(long now, boolean any) {
    Lease held = lease;
    if (held == null || !(any || held.ended(now))) {
      return null;
    }
    lease = null;
    return held;
  }

  /** Gives the pot up for good if it is of no use; who comes later makes another. */
  boolean retire(long now) {
    Denied known = denied;
    boolean useless = lease == null && (known == null || now - known.untilNanos() >= 0);
    return useless && fetching.compareAndSet(null, RETIRED);
  }

  boolean isRetired(CompletableFuture<Boolean> found) {
    return found == RETIRED;
  }
}
