// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetUnit;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PeriodSpanTest {

  private static final String[] ZONES = {
    "UTC", "America/New_York", "Asia/Colombo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Gaza"
  };

  @Property
  void span_anyInstant_endsWhereTheNextPeriodStarts(
      @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
      @ForAll BudgetPeriod period,
      @ForAll @IntRange(max = 5) int zone) {
    Instant now = Instant.ofEpochSecond(second, 123_456_000);
    Budget budget = budget(period, ZONES[zone]);

    PeriodSpan span = PeriodSpan.of(budget, now);

    if (period == BudgetPeriod.TOTAL) {
      assertThat(span.end()).isNull();
    } else {
      assertThat(span.end()).isAfter(now);
      assertThat(period.startOf(span.end().minusNanos(1_000), budget.zone()))
          .isEqualTo(span.start());
      assertThat(period.startOf(span.end(), budget.zone())).isEqualTo(span.end());
    }
  }

  @Test
  void span_dayThatDoesNotExist_endsWhereTheNextOneStarts() {
    Instant last = Instant.parse("2011-12-30T09:59:59Z"); // Apia then left out the 30th

    PeriodSpan span = PeriodSpan.of(budget(BudgetPeriod.DAY, "Pacific/Apia"), last);

    assertThat(span.end()).isEqualTo(Instant.parse("2011-12-30T10:00:00Z"));
  }

  private static Budget budget(BudgetPeriod period, String zone) {
    return new Budget("b", BudgetUnit.REQUESTS, 1, period, ZoneId.of(zone), Dimensions.none());
  }
}
