// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.time.MonotonicClock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that never goes back by more than its slack. It remembers the latest time as often as the
 * slack passes: each time if there is none, which costs threads a word of memory that all of them
 * write. Thread-safe.
 */
final class SteadyClock {

  private final MonotonicClock clock;
  private final long slack;
  private final AtomicLong latest;

  /**
   * @param slack microseconds; 0 for a ticker of which nothing is known
   */
  SteadyClock(MonotonicClock clock, long slack) {
    this.clock = clock;
    this.slack = slack;
    this.latest = new AtomicLong(clock.micros());
  }

  /** Returns the time and remembers it. */
  long micros() {
    long now = clock.micros();
    long known = latest.get();
    return now > known && now - known <= slack ? now : latest.accumulateAndGet(now, Math::max);
  }

  /** Returns the time without remembering it. */
  long look() {
    return Math.max(latest.get(), clock.micros());
  }

  /** Returns the time, and remembers it also within the slack. */
  long exactly() {
    return latest.accumulateAndGet(clock.micros(), Math::max);
  }

  /** Returns the time that was remembered last. */
  long remembered() {
    return latest.get();
  }
}
