// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The periods of each calendar tile time. */
class CalendarPeriodProperties {

  private static final Instant FIRST = Instant.parse("1970-02-02T00:00:00Z");
  private static final Instant LAST = Instant.parse("2030-01-01T00:00:00Z");
  private static final long MOST_SECONDS = 2_208_988_800L;

  @Property(tries = 3_000)
  void eachInstant_fallsInOnePeriod_andTheNextBeginsWhereItEnds(
      @ForAll("zones") ZoneId zone,
      @ForAll CalendarPeriod period,
      @ForAll @LongRange(min = 2_764_800, max = MOST_SECONDS) long second) {
    requireTile(period, Instant.ofEpochSecond(second), zone);
  }

  /** In every zone there is, around every change of its clocks from 1970 to 2030. */
  @Example
  void changesOfTheClocks_leaveNoGapAndNoOverlap_andNoPeriodIsShorterOrLongerThanStated() {
    Set<ZoneRules> seen = new HashSet<>();
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      if (seen.add(zone.getRules())) {
        for (Instant change : changes(zone.getRules())) {
          requireTiles(change, zone);
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(100);
  }

  @Example
  void skippedDay_belongsToNoPeriod() {
    ZoneId apia = ZoneId.of("Pacific/Apia");
    Instant before = LocalDate.of(2011, 12, 29).atStartOfDay(apia).toInstant();
    Instant after = LocalDate.of(2011, 12, 31).atStartOfDay(apia).toInstant();

    assertThat(CalendarPeriod.DAY.endOf(before, apia)).isEqualTo(after);
    assertThat(CalendarPeriod.DAY.startOf(after, apia)).isEqualTo(after);
    assertThat(CalendarPeriod.DAY.startOf(after.minusNanos(1), apia)).isEqualTo(before);
    assertThat(Duration.between(before, after)).isEqualTo(Duration.ofDays(1));
  }

  @Example
  void summerTime_makesDaysOf23And25Hours() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(length(CalendarPeriod.DAY, "2026-03-29T12:00:00Z", berlin)).hasHours(23);
    assertThat(length(CalendarPeriod.DAY, "2026-10-25T12:00:00Z", berlin)).hasHours(25);
    assertThat(length(CalendarPeriod.WEEK, "2026-10-25T12:00:00Z", berlin)).hasHours(169);
    assertThat(length(CalendarPeriod.MONTH, "2028-02-10T00:00:00Z", berlin)).hasDays(29);
  }

  @Example
  void month_endsAtMidnightOfItsZone() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    Instant last = Instant.parse("2026-01-31T14:59:59.999999Z");
    assertThat(CalendarPeriod.MONTH.startOf(last, tokyo)).isEqualTo("2025-12-31T15:00:00Z");
    assertThat(CalendarPeriod.MONTH.endOf(last, tokyo)).isEqualTo("2026-01-31T15:00:00Z");
  }

  private static void requireTiles(Instant change, ZoneId zone) {
    for (CalendarPeriod period : CalendarPeriod.values()) {
      Duration around = Duration.ofHours(period == CalendarPeriod.HOUR ? 2 : 26);
      Instant at = period.startOf(change.minus(around), zone);
      while (!at.isAfter(change.plus(around))) {
        at = requireTile(period, at, zone);
      }
    }
  }

  /** Returns the end. */
  private static Instant requireTile(CalendarPeriod period, Instant at, ZoneId zone) {
    Instant start = period.startOf(at, zone);
    Instant end = period.endOf(at, zone);
    assertThat(at).as("%s of %s in %s", period, at, zone).isBetween(start, end.minusNanos(1));
    assertThat(Duration.between(start, end))
        .as("%s of %s in %s", period, at, zone)
        .isBetween(period.shortest(), period.longest());
    for (Instant inside : List.of(start, end.minusNanos(1))) {
      assertThat(period.startOf(inside, zone))
          .as("%s of %s in %s", period, at, zone)
          .isEqualTo(start);
      assertThat(period.endOf(inside, zone)).as("%s of %s in %s", period, at, zone).isEqualTo(end);
    }
    assertThat(period.startOf(end, zone)).as("%s of %s in %s", period, at, zone).isEqualTo(end);
    return end;
  }

  private static List<Instant> changes(ZoneRules rules) {
    List<Instant> changes = new ArrayList<>();
    ZoneOffsetTransition next = rules.nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      changes.add(next.getInstant());
      next = rules.nextTransition(next.getInstant());
    }
    return changes;
  }

  private static Duration length(CalendarPeriod period, String at, ZoneId zone) {
    Instant instant = Instant.parse(at);
    return Duration.between(period.startOf(instant, zone), period.endOf(instant, zone));
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()).map(ZoneId::of);
  }
}
