// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RatePermit;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one call took from the rate limiter. It ends once, whoever comes first: refunded if the call
 * did not run, released if it did. A limiter that fails at that is logged and changes no outcome;
 * slots that it did not free end with their lease. Thread-safe.
 */
final class RateHold {

  private final RateLimiter limiter;
  private final @Nullable RatePermit permit;
  private final AtomicReference<State> state = new AtomicReference<>(State.TAKEN);
  private volatile @Nullable CompletionStage<?> rest;

  RateHold(RateLimiter limiter, Optional<RatePermit> permit) {
    this.limiter = limiter;
    this.permit = permit.orElse(null);
  }

  private enum State {
    TAKEN,
    HANDED_ON,
    ENDED
  }

  /** Says that whoever runs the call ends this, perhaps on another thread. */
  void handOn() {
    state.compareAndSet(State.TAKEN, State.HANDED_ON);
  }

  /** Gives everything back unless it was handed on. */
  void refundUnlessHandedOn() {
    if (state.compareAndSet(State.TAKEN, State.ENDED)) {
      end("given back", limiter::refund);
    }
  }

  /** The call did not run: gives everything back. */
  void refund() {
    if (state.getAndSet(State.ENDED) != State.ENDED) {
      end("given back", limiter::refund);
    }
  }

  /** Says that the call may run on after nobody waits for it any more, until this completes. */
  void until(CompletionStage<?> value) {
    rest = value;
  }

  /** The call ran: frees its slots, or lets them be freed when all of it has ended. */
  void release() {
    if (state.getAndSet(State.ENDED) == State.ENDED) {
      return;
    }
    CompletionStage<?> running = rest;
    if (running == null) {
      end("released", limiter::release);
    } else {
      CompletionStage<?> unused =
          running.whenComplete((value, failure) -> end("released", limiter::release));
    }
  }

  /**
   * A tool may leave its thread interrupted, which must not keep a limiter behind a connection from
   * freeing the slot.
   */
  private void end(String what, Predicate<RatePermit> ending) {
    if (permit == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      boolean unused = ending.test(permit);
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn(
          "tenant {}: a rate permit could not be {}", permit.request().tenant(), what, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
