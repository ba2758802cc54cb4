// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

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
   * Returns the start of the period that an instant falls in. Each instant falls in exactly one,
   * and each period is one stretch of time: hours are cut where the clocks change, and a day or
   * month that has begun does not begin again when they are set back over midnight.
   */
  public Instant startOf(Instant instant, ZoneId zone) {
    return switch (this) {
      case TOTAL -> Instant.EPOCH;
      case HOUR -> hour(instant, zone.getRules());
      case DAY -> {
        LocalDate day = instant.atZone(zone).toLocalDate();
        yield begun(day, day.plusDays(1), instant, zone);
      }
      case MONTH -> {
        LocalDate month = instant.atZone(zone).toLocalDate().withDayOfMonth(1);
        yield begun(month, month.plusMonths(1), instant, zone);
      }
    };
  }

  private static Instant hour(Instant instant, ZoneRules rules) {
    Instant start =
        instant.atOffset(rules.getOffset(instant)).truncatedTo(ChronoUnit.HOURS).toInstant();
    ZoneOffsetTransition change = rules.previousTransition(instant.plusNanos(1));
    return change != null && change.getInstant().isAfter(start) ? change.getInstant() : start;
  }

  private static Instant begun(LocalDate current, LocalDate next, Instant instant, ZoneId zone) {
    Instant following = next.atStartOfDay(zone).toInstant();
    return following.isAfter(instant) ? current.atStartOfDay(zone).toInstant() : following;
  }
}
