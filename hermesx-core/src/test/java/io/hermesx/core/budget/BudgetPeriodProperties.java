// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class BudgetPeriodProperties {

  private static final Instant FIRST = Instant.parse("1995-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2030-01-01T00:00:00Z");

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(new TreeSet<>(ZoneId.getAvailableZoneIds())).map(ZoneId::of);
  }

  @Property
  void startOf_anyInstantAndZone_isTheStartOfOnePeriod(
      @ForAll BudgetPeriod period,
      @ForAll("zones") ZoneId zone,
      @ForAll @LongRange(min = 0, max = 3_000_000_000_000L) long millis) {
    assertOnePeriod(period, zone, Instant.ofEpochMilli(millis));
  }

  /** Around each change of a clock: periods follow one another without gap, overlap or return. */
  @Property
  void startOf_whereverClocksChange_periodsTile(@ForAll BudgetPeriod period) {
    Map<ZoneRules, ZoneId> different = new HashMap<>();
    for (String zone : ZoneId.getAvailableZoneIds()) {
      different.put(ZoneId.of(zone).getRules(), ZoneId.of(zone));
    }
    for (ZoneId zone : different.values()) {
      changes(zone).forEach(change -> assertTiled(period, zone, around(change.getInstant())));
    }
  }

  private static void assertTiled(BudgetPeriod period, ZoneId zone, List<Instant> inOrder) {
    Instant before = Instant.MIN;
    for (Instant instant : inOrder) {
      assertOnePeriod(period, zone, instant);
      Instant start = period.startOf(instant, zone);
      if (start.isBefore(before)) {
        throw new AssertionError(period + " " + zone + " went back at " + instant);
      }
      before = start;
    }
  }

  @Property
  void hour_anyZone_isNeverLongerThanAnHour(
      @ForAll("zones") ZoneId zone,
      @ForAll @LongRange(min = 0, max = 3_000_000_000_000L) long millis) {
    Instant instant = Instant.ofEpochMilli(millis);

    assertThat(BudgetPeriod.HOUR.startOf(instant, zone)).isAfter(instant.minusSeconds(3600));
  }

  @Property
  void utc_isCalendarArithmetic(@ForAll @LongRange(min = 0, max = 3_000_000_000_000L) long millis) {
    Instant instant = Instant.ofEpochMilli(millis);

    assertThat(BudgetPeriod.HOUR.startOf(instant, ZoneOffset.UTC))
        .isEqualTo(instant.truncatedTo(ChronoUnit.HOURS));
    assertThat(BudgetPeriod.DAY.startOf(instant, ZoneOffset.UTC))
        .isEqualTo(instant.truncatedTo(ChronoUnit.DAYS));
    assertThat(BudgetPeriod.MONTH.startOf(instant, ZoneOffset.UTC).toString())
        .isEqualTo(instant.toString().substring(0, 7) + "-01T00:00:00Z");
    assertThat(BudgetPeriod.TOTAL.startOf(instant, ZoneOffset.UTC)).isEqualTo(Instant.EPOCH);
  }

  @Example
  void month_leapYearAndMonthEnds() {
    assertStart(BudgetPeriod.MONTH, "UTC", "2028-02-29T23:59:59.999999Z", "2028-02-01T00:00:00Z");
    assertStart(BudgetPeriod.MONTH, "UTC", "2028-03-01T00:00:00Z", "2028-03-01T00:00:00Z");
    assertStart(BudgetPeriod.MONTH, "UTC", "2027-02-28T23:59:59Z", "2027-02-01T00:00:00Z");
    assertStart(BudgetPeriod.MONTH, "Asia/Colombo", "2026-12-31T18:30:00Z", "2026-12-31T18:30:00Z");
    assertStart(
        BudgetPeriod.MONTH, "America/New_York", "2026-12-31T23:00:00Z", "2026-12-01T05:00:00Z");
  }

  @Example
  void day_ofChangingClocks_has23Or25Hours() {
    assertStart(BudgetPeriod.DAY, "Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-28T23:00:00Z");
    assertStart(BudgetPeriod.DAY, "Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-29T22:00:00Z");
    assertStart(BudgetPeriod.DAY, "Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-24T22:00:00Z");
    assertStart(BudgetPeriod.DAY, "Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-25T23:00:00Z");
  }

  @Example
  void day_thatBeginsAfterMidnight_beginsWhereTheClockGoesOn() {
    assertStart(BudgetPeriod.DAY, "Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z");
  }

  @Example
  void hour_thatComesTwice_isTwoPeriods() {
    assertStart(BudgetPeriod.HOUR, "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z");
    assertStart(BudgetPeriod.HOUR, "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z");
  }

  @Example
  void hour_clockSetBackByHalfAnHour_isCutThere() {
    assertStart(
        BudgetPeriod.HOUR, "Australia/Lord_Howe", "2026-04-04T14:59:59Z", "2026-04-04T14:00:00Z");
    assertStart(
        BudgetPeriod.HOUR, "Australia/Lord_Howe", "2026-04-04T15:10:00Z", "2026-04-04T15:00:00Z");
    assertStart(
        BudgetPeriod.HOUR, "Australia/Lord_Howe", "2026-04-04T15:30:00Z", "2026-04-04T15:30:00Z");
  }

  @Example
  void hour_zoneOfThreeQuarters_followsItsOwnClock() {
    assertStart(
        BudgetPeriod.HOUR, "Asia/Kathmandu", "2026-11-20T12:20:00Z", "2026-11-20T12:15:00Z");
  }

  /** The clocks went back from one minute past midnight to 23:01 of the day that was over. */
  @Example
  void day_clockSetBackOverMidnight_doesNotBeginTwice() {
    String midnight = "2006-10-29T02:30:00Z";

    assertStart(BudgetPeriod.DAY, "America/St_Johns", "2006-10-29T02:30:30Z", midnight);
    assertStart(BudgetPeriod.DAY, "America/St_Johns", "2006-10-29T02:31:00Z", midnight);
    assertStart(BudgetPeriod.DAY, "America/St_Johns", "2006-10-29T03:31:00Z", midnight);
  }

  private static void assertOnePeriod(BudgetPeriod period, ZoneId zone, Instant instant) {
    Instant start = period.startOf(instant, zone);
    boolean begun = period == BudgetPeriod.TOTAL || !start.isAfter(instant);
    if (!begun || !period.startOf(start, zone).equals(start)) {
      throw new AssertionError(period + " " + zone + " " + instant + " starts at " + start);
    }
  }

  private static void assertStart(BudgetPeriod period, String zone, String instant, String start) {
    assertThat(period.startOf(Instant.parse(instant), ZoneId.of(zone))).hasToString(start);
  }

  private static List<ZoneOffsetTransition> changes(ZoneId zone) {
    List<ZoneOffsetTransition> changes = new ArrayList<>();
    ZoneOffsetTransition next = zone.getRules().nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      changes.add(next);
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return changes;
  }

  private static List<Instant> around(Instant change) {
    List<Instant> instants = new ArrayList<>();
    for (int minutes : List.of(-1500, -61, -31, -1, 0, 1, 29, 31, 59, 61, 121, 1500)) {
      instants.add(change.plus(Duration.ofMinutes(minutes)));
    }
    instants.add(5, change.plusNanos(1));
    instants.add(4, change.minusNanos(1));
    return instants;
  }
}
