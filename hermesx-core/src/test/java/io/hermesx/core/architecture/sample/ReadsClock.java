// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/** Reads the machine's clock in each way the rule knows. */
@SuppressWarnings({"JavaTimeDefaultTimeZone", "TimeUnitMismatch"})
final class ReadsClock {

  Instant instant() {
    return Instant.now();
  }

  Supplier<Instant> reference() {
    return Instant::now;
  }

  long wall() {
    return System.currentTimeMillis();
  }

  long ticks() {
    return System.nanoTime();
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  void waits() throws InterruptedException {
    Thread.sleep(1);
  }
}
