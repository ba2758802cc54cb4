// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The period of a budget that an instant falls in. The calendar is the one of core, so that every
 * store cuts time in the same places; the database only compares with the end.
 *
 * @param start its first instant
 * @param end the first instant of the next; null for a period without end
 */
record PeriodSpan(Instant start, @Nullable Instant end) {

  private static final long STEP = Duration.ofHours(2).toSeconds();

  static PeriodSpan of(Budget budget, Instant now) {
    Instant start = budget.period().startOf(now, budget.zone());
    return new PeriodSpan(start, end(budget.period(), budget.zone(), start, now));
  }

  /**
   * Looks for the second in which the next period starts: in steps that double until they are past
   * it, then by halving. Periods start at whole seconds in every zone and never come twice.
   */
  private static @Nullable Instant end(
      BudgetPeriod period, ZoneId zone, Instant start, Instant now) {
    if (period == BudgetPeriod.TOTAL) {
      return null;
    }
    long inside = now.getEpochSecond();
    long step = STEP;
    while (startsAt(period, zone, inside + step, start)) {
      inside += step;
      step *= 2;
    }
    long outside = inside + step;
    while (outside - inside > 1) {
      long middle = inside + (outside - inside) / 2;
      if (startsAt(period, zone, middle, start)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return Instant.ofEpochSecond(outside);
  }

  private static boolean startsAt(BudgetPeriod period, ZoneId zone, long second, Instant start) {
    return period.startOf(Instant.ofEpochSecond(second), zone).equals(start);
  }
}
