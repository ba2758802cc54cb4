// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import io.hermesx.core.time.CalendarPeriod;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The calendar period a budget starts afresh with. A new period is a new counter: nothing is ever
 * reset.
 */
public enum BudgetPeriod {
  /** Never starts afresh. */
  TOTAL,
  /** Starts afresh each hour. */
  HOUR,
  /** Starts afresh each calendar day. */
  DAY,
  /** Starts afresh on the first of each month. */
  MONTH;

  /**
   * Returns the start of the period that an instant falls in; {@link CalendarPeriod} tells what
   * happens where the clocks change.
   */
  public Instant startOf(Instant instant, ZoneId zone) {
    return switch (this) {
      case TOTAL -> Instant.EPOCH;
      case HOUR -> CalendarPeriod.HOUR.startOf(instant, zone);
      case DAY -> CalendarPeriod.DAY.startOf(instant, zone);
      case MONTH -> CalendarPeriod.MONTH.startOf(instant, zone);
    };
  }
}
