// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.time.Ticker;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A command whose thread waits for its answer, or for its turn to ask for everybody. */
final class Waiting {

  /** The system's, because the thread really waits. */
  private static final Ticker TICKER = Ticker.system();

  /** Where it stands. */
  private enum Place {
    QUEUED,
    LEADING,
    SENT,
    ANSWERED,
    GIVEN_UP
  }

  private final AtomicReference<Place> place = new AtomicReference<>(Place.QUEUED);
  private final Command command;
  private final Thread thread;
  private @Nullable Answer answer;
  private @Nullable RateLimiterUnavailableException failure;

  Waiting(Command command) {
    this.command = command;
    this.thread = Thread.currentThread();
  }

  Command command() {
    return command;
  }

  /** Lets its thread ask; false if it has given up. */
  boolean lead() {
    if (!place.compareAndSet(Place.QUEUED, Place.LEADING)) {
      return false;
    }
    LockSupport.unpark(thread);
    return true;
  }

  /** Takes it into a call, from where it will be answered; false if it has given up. */
  boolean send() {
    return place.compareAndSet(Place.QUEUED, Place.SENT)
        || place.compareAndSet(Place.LEADING, Place.SENT);
  }

  void answer(Answer value) {
    answer = value;
    place.set(Place.ANSWERED);
    LockSupport.unpark(thread);
  }

  void fail(RateLimiterUnavailableException reason) {
    failure = reason;
    place.set(Place.ANSWERED);
    LockSupport.unpark(thread);
  }

  /**
   * Waits until it is answered or may ask. What is sent is waited for: the call has an end of its
   * own. An interrupt does not end the wait, which is short, and is there again afterwards.
   *
   * @param patience how long it may be queued, ns
   * @return whether it may ask
   * @throws RateLimiterUnavailableException if it was queued for too long
   */
  boolean await(long patience) {
    boolean interrupted = false;
    long start = TICKER.nanos();
    try {
      while (true) {
        Place now = place.get();
        if (now == Place.LEADING || now == Place.ANSWERED) {
          return now == Place.LEADING;
        }
        long left = patience - (TICKER.nanos() - start);
        if (now == Place.QUEUED && left <= 0) {
          giveUp(patience);
        } else if (now == Place.QUEUED) {
          LockSupport.parkNanos(this, left);
        } else {
          LockSupport.park(this);
        }
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns the answer that has come. */
  Answer result() {
    RateLimiterUnavailableException reason = failure;
    if (reason != null) {
      throw new RateLimiterUnavailableException(String.valueOf(reason.getMessage()), reason);
    }
    Answer value = answer;
    if (value == null) {
      throw new IllegalStateException("there is no answer yet");
    }
    return value;
  }

  private void giveUp(long patience) {
    if (place.compareAndSet(Place.QUEUED, Place.GIVEN_UP)) {
      throw new RateLimiterUnavailableException(
          "the shared rate limits did not get to the request within "
              + patience / 1_000_000
              + " ms; raise the deadline, or see why they are slow");
    }
  }
}
