// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.time.Instants;
import java.time.Instant;

/** Instants as bounds of a question in PostgreSQL, which knows whole microseconds of some years. */
final class Timestamps {

  /** The year 4000 before our era: PostgreSQL knows 4713. */
  private static final Instant FIRST = Instant.parse("-4000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("+294000-01-01T00:00:00Z");

  private Timestamps() {}

  /** Returns the first whole microsecond that is not before the instant, within what is kept. */
  static Instant atOrAfter(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return FIRST;
    }
    if (instant.isAfter(LAST)) {
      return LAST;
    }
    Instant truncated = Instants.truncate(instant);
    return truncated.equals(instant) ? truncated : truncated.plusNanos(1_000);
  }
}
