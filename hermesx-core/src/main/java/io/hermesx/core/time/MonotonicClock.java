// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.time.InstantSource;

/**
 * The time of day by a ticker: asked of the system once, and moved by the ticker from then on, so
 * that setting the system's clock moves it neither forward nor back. Thread-safe.
 */
public final class MonotonicClock {

  private static final long NANOS = 1_000;

  private final Ticker ticker;
  private final long startNanos;
  private final long startMicros;

  /** Creates a clock that starts now. */
  public MonotonicClock(InstantSource clock, Ticker ticker) {
    this.ticker = ticker;
    this.startNanos = ticker.nanos();
    this.startMicros = Instants.toMicros(clock.instant());
  }

  /** Returns microseconds since 1970. A ticker that goes back takes it back. */
  public long micros() {
    return startMicros + Math.floorDiv(ticker.nanos() - startNanos, NANOS);
  }
}
