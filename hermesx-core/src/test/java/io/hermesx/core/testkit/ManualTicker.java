// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that stands still until a test moves it, forward or back. Thread-safe. */
public final class ManualTicker implements Ticker {

  private final AtomicLong nanos;

  private ManualTicker(long start) {
    this.nanos = new AtomicLong(start);
  }

  /** Returns a ticker that starts at 0. */
  public static ManualTicker create() {
    return new ManualTicker(0);
  }

  /** Returns a ticker that starts anywhere, as {@link System#nanoTime} does. */
  public static ManualTicker at(long start) {
    return new ManualTicker(start);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  /** Moves the ticker; a negative number moves it back. */
  public void advance(long by) {
    nanos.addAndGet(by);
  }

  /** Moves the ticker; a negative duration moves it back. */
  public void advance(Duration by) {
    advance(by.toNanos());
  }

  @Override
  public String toString() {
    return "ManualTicker[" + nanos + "]";
  }
}
