// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

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
   * Returns the start of the period that an instant falls in; each instant falls in exactly one.
   */
  public Instant startOf(Instant instant, ZoneId zone) {
    ZonedDateTime local = instant.atZone(zone);
    return switch (this) {
      case TOTAL -> Instant.EPOCH;
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> local.toLocalDate().atStartOfDay(zone).toInstant();
      case MONTH -> local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
    };
  }
}
