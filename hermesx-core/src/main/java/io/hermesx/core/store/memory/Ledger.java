// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.ReservationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of a tenant and its reservations.
 *
 * <p>A reservation is open, then closed, or expired and perhaps closed later. Expiry depends on
 * nothing but the time, which never goes back, so it is no part of a transaction and is never taken
 * back. What ended is remembered for a day, so that settling again is recognised and settling late
 * still counts, and then forgotten in the order it ended in.
 */
final class Ledger {

  private static final Duration KEPT = Duration.ofHours(24);

  final NavigableMap<String, Account> accounts = new TreeMap<>();
  private final Map<ReservationId, Hold> holds = new HashMap<>();
  private final NavigableSet<Hold> open =
      new TreeSet<>(
          Comparator.<Hold, Instant>comparing(hold -> hold.at)
              .thenComparing(hold -> hold.id.value()));
  private final Deque<Hold> expired = new ArrayDeque<>();
  private final Deque<Hold> closed = new ArrayDeque<>();

  @Nullable Hold find(ReservationId id) {
    return holds.get(id);
  }

  /** Stops counting the holds whose time is over. */
  void expire(Instant now) {
    while (!open.isEmpty() && !open.first().at.isAfter(now)) {
      Hold hold = open.pollFirst();
      hold.release();
      hold.state = HoldState.EXPIRED;
      expired.add(hold);
    }
  }

  void add(Hold hold) {
    holds.put(hold.id, hold);
    open.add(hold);
    hold.take(hold.amounts);
  }

  void extend(Hold hold, Amounts more, Instant expiresAt) {
    Amounts sum = hold.amounts.plus(more); // may throw, so it comes first
    open.remove(hold);
    hold.amounts = sum;
    hold.at = expiresAt;
    hold.take(more);
    open.add(hold);
  }

  void close(Hold hold, Amounts actual, Instant now) {
    if (open.remove(hold)) {
      hold.release();
    }
    hold.close(actual, now);
    closed.add(hold);
  }

  /** Returns the step that takes a new hold away again. */
  Runnable undoAdd(Hold hold) {
    Runnable before = hold.restore();
    return () -> {
      holds.remove(hold.id);
      open.remove(hold);
      before.run();
    };
  }

  /** Returns the step that brings a hold back to where it stands now. */
  Runnable undoChange(Hold hold) {
    Runnable before = hold.restore();
    return () -> {
      open.remove(hold);
      if (hold.state == HoldState.CLOSED) {
        closed.removeLastOccurrence(hold);
      }
      before.run();
      if (hold.state == HoldState.OPEN) {
        open.add(hold);
      }
    };
  }

  /** Forgets what ended long enough ago, at most {@code limit} reservations. */
  int forget(Instant now, int limit) {
    expire(now);
    Instant last = now.minus(KEPT);
    int forgotten = 0;
    while (forgotten < limit && !closed.isEmpty() && !closed.getFirst().at.isAfter(last)) {
      holds.remove(closed.removeFirst().id);
      forgotten++;
    }
    while (forgotten < limit && !expired.isEmpty() && isDone(expired.getFirst(), last)) {
      Hold hold = expired.removeFirst();
      if (hold.state == HoldState.EXPIRED) {
        holds.remove(hold.id);
        forgotten++;
      }
    }
    return forgotten;
  }

  /** One that was settled late stands among the closed too, and is forgotten from there. */
  private static boolean isDone(Hold hold, Instant last) {
    return hold.state == HoldState.CLOSED || !hold.at.isAfter(last);
  }
}
