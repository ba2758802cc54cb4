// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

/**
 * A source of monotonic time, for measuring how long something took and for local limits. It never
 * goes back and has no relation to the calendar; shared decisions use the server's clock instead.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface Ticker {

  /** Returns nanoseconds since an arbitrary fixed origin. */
  long nanos();

  /** Returns the ticker of this JVM. */
  static Ticker system() {
    return System::nanoTime;
  }
}
