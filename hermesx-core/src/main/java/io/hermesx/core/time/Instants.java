// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants as HermesX hashes and stores them: whole microseconds, which is what PostgreSQL keeps.
 * Truncating before hashing is what makes a record that was read back hash to the same value.
 */
public final class Instants {

  private Instants() {}

  /** Returns the instant with everything below a microsecond cut off. */
  public static Instant truncate(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns whole microseconds since the Unix epoch. */
  public static long toMicros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  /** Returns the instant of whole microseconds since the Unix epoch. */
  public static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
