// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants as HermesX hashes and stores them: whole microseconds, which is what PostgreSQL keeps.
 * Truncating before hashing is what makes a record that was read back hash to the same value.
 */
public final class Instants {

  private static final long MICROS = 1_000_000;

  private Instants() {}

  /** Returns the instant with everything below a microsecond cut off. */
  public static Instant truncate(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Returns whole microseconds since the Unix epoch, rounded down: negative before it.
   *
   * @throws ArithmeticException beyond the year ±292,000, where they do not fit a long
   */
  public static long toMicros(Instant instant) {
    long seconds = instant.getEpochSecond();
    long micros = instant.getNano() / 1_000;
    return seconds < 0
        ? Math.addExact(Math.multiplyExact(seconds + 1, MICROS), micros - MICROS)
        : Math.addExact(Math.multiplyExact(seconds, MICROS), micros);
  }

  /** Returns the instant of whole microseconds since the Unix epoch. */
  public static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
  }
}
