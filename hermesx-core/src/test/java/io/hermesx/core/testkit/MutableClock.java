// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it, forward or back. Thread-safe. */
public final class MutableClock implements InstantSource {

  /** Where {@link #create} starts: noon of an ordinary day. */
  public static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  private final AtomicReference<Instant> now;

  private MutableClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** Returns a clock that shows {@link #START}. */
  public static MutableClock create() {
    return new MutableClock(START);
  }

  /** Returns a clock that shows the given instant. */
  public static MutableClock at(Instant start) {
    return new MutableClock(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock; a negative duration moves it back. */
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  /** Sets the clock to an instant, which may be earlier than what it shows. */
  public void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public String toString() {
    return "MutableClock[" + now.get() + "]";
  }
}
