// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A period of the calendar of a time zone. Periods tile time: each instant falls in exactly one,
 * and each is one stretch of time. Hours are cut where the clocks change, and a day, week or month
 * that has begun does not begin again when they are set back over midnight.
 */
public enum CalendarPeriod {
  /** From one full hour to the next. */
  HOUR(Duration.ofMinutes(1), Duration.ofHours(1)),
  /** From midnight to midnight. */
  DAY(Duration.ofHours(12), Duration.ofDays(2)),
  /** From Monday to Sunday (ISO 8601). */
  WEEK(Duration.ofDays(6), Duration.ofDays(8)),
  /** From the first of a month to its last day. */
  MONTH(Duration.ofDays(27), Duration.ofDays(32));

  private final Duration shortest;
  private final Duration longest;

  CalendarPeriod(Duration shortest, Duration longest) {
    this.shortest = shortest;
    this.longest = longest;
  }

  /**
   * Returns a length that no period falls short of, in any zone and whatever its clocks did since
   * 1970: for bounds, not for counting.
   */
  public Duration shortest() {
    return shortest;
  }

  /** Returns a length that no period exceeds, in any zone: for bounds, not for counting. */
  public Duration longest() {
    return longest;
  }

  /** Returns the start of the period that an instant falls in. */
  public Instant startOf(Instant instant, ZoneId zone) {
    if (this == HOUR) {
      return hour(instant, zone.getRules());
    }
    LocalDate first = first(instant.atZone(zone).toLocalDate());
    Instant following = next(first).atStartOfDay(zone).toInstant();
    return following.isAfter(instant) ? first.atStartOfDay(zone).toInstant() : following;
  }

  /** Returns the start of the period after the one that an instant falls in. */
  public Instant endOf(Instant instant, ZoneId zone) {
    if (this == HOUR) {
      Instant start = hour(instant, zone.getRules());
      ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
      Instant full = nextFullHour(start, zone.getRules());
      return change != null && change.getInstant().isBefore(full) ? change.getInstant() : full;
    }
    LocalDate first = first(startOf(instant, zone).atZone(zone).toLocalDate());
    return next(first).atStartOfDay(zone).toInstant();
  }

  private LocalDate first(LocalDate date) {
    return switch (this) {
      case HOUR, DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> date.withDayOfMonth(1);
    };
  }

  private LocalDate next(LocalDate first) {
    return switch (this) {
      case HOUR, DAY -> first.plusDays(1);
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
    };
  }

  private static Instant hour(Instant instant, ZoneRules rules) {
    Instant start =
        instant.atOffset(rules.getOffset(instant)).truncatedTo(ChronoUnit.HOURS).toInstant();
    ZoneOffsetTransition change = rules.previousTransition(instant.plusNanos(1));
    return change != null && change.getInstant().isAfter(start) ? change.getInstant() : start;
  }

  private static Instant nextFullHour(Instant start, ZoneRules rules) {
    return start
        .atOffset(rules.getOffset(start))
        .truncatedTo(ChronoUnit.HOURS)
        .plusHours(1)
        .toInstant();
  }
}
