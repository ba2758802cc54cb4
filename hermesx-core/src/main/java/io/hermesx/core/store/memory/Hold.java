// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.ReservationId;
import java.time.Instant;

/** A reservation: what it holds, where, and until when; once closed, only when that was. */
final class Hold {

  private static final Counter[] NOWHERE = {};

  final ReservationId id;
  Counter[] counters;
  Amounts amounts;
  HoldState state = HoldState.OPEN;

  /** When it expires or expired; once closed, when it was closed. */
  Instant at;

  Hold(ReservationId id, Counter[] counters, Amounts amounts, Instant expiresAt) {
    this.id = id;
    this.counters = counters;
    this.amounts = amounts;
    this.at = expiresAt;
  }

  /** Counts more; what the hold is of is written by the caller. */
  void take(Amounts more) {
    for (Counter counter : counters) {
      counter.hold(counter.share(more));
    }
  }

  /** Stops counting. */
  void release() {
    for (Counter counter : counters) {
      counter.release(counter.share(amounts));
    }
  }

  /** Counts what it cost, in the period it was made in, and holds on to nothing any more. */
  void close(Amounts actual, Instant now) {
    for (Counter counter : counters) {
      counter.commit(counter.share(actual));
    }
    state = HoldState.CLOSED;
    at = now;
    counters = NOWHERE;
    amounts = Amounts.ZERO;
  }

  /** Returns the step that brings the hold and its counters back to where they stand now. */
  Runnable restore() {
    Counter[] countersBefore = counters;
    Amounts amountsBefore = amounts;
    HoldState stateBefore = state;
    Instant atBefore = at;
    Runnable[] steps = new Runnable[countersBefore.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = countersBefore[i].restore();
    }
    return () -> {
      counters = countersBefore;
      amounts = amountsBefore;
      state = stateBefore;
      at = atBefore;
      for (Runnable step : steps) {
        step.run();
      }
    };
  }
}
