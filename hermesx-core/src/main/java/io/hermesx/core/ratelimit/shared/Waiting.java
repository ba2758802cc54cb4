// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A command whose thread waits for its answer, or for its turn to ask for everybody. */
final class Waiting {

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
  private final CountDownLatch turn = new CountDownLatch(1);
  private @Nullable Answer answer;
  private @Nullable RateLimiterUnavailableException failure;

  Waiting(Command command) {
    this.command = command;
  }

  Command command() {
    return command;
  }

  /** Lets its thread ask; false if it has given up. */
  boolean lead() {
    if (!place.compareAndSet(Place.QUEUED, Place.LEADING)) {
      return false;
    }
    turn.countDown();
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
    turn.countDown();
  }

  /** Changes nothing for one that has its answer. */
  void fail(RateLimiterUnavailableException reason) {
    if (place.get() == Place.ANSWERED) {
      return;
    }
    failure = reason;
    place.set(Place.ANSWERED);
    turn.countDown();
  }

  /**
   * Waits until it is answered or may ask. What is sent is waited for: the call has an end of its
   * own. An interrupt does not end the wait, which is short, and is there again afterwards.
   *
   * @param patience how long it may be queued
   * @return whether it may ask
   * @throws RateLimiterUnavailableException if it was queued for too long
   */
  boolean await(Duration patience) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (place.get() == Place.SENT) {
            turn.await();
          } else if (!turn.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            giveUp(patience);
            continue;
          }
          return place.get() == Place.LEADING;
        } catch (InterruptedException e) {
          interrupted = true;
        }
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

  private void giveUp(Duration patience) {
    if (place.compareAndSet(Place.QUEUED, Place.GIVEN_UP)) {
      throw new RateLimiterUnavailableException(
          "the shared rate limits did not get to the request within "
              + patience.toMillis()
              + " ms; raise the deadline, or see why they are slow");
    }
  }
}
