// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import io.hermesx.core.Dimensions;
import io.hermesx.core.internal.Names;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A limit on what may be spent, as data. Every budget of the tenant that matches a call must have
 * room for it.
 *
 * @param name unique within the tenant
 * @param unit what is counted
 * @param limit the most that may be committed and held together in a period; 0 or more, 0 blocks
 * @param period when it starts afresh
 * @param zone the time zone of the calendar period
 * @param only the calls it applies to, such as those of one user; {@link Dimensions#none()} for all
 *     of the tenant
 */
public record Budget(
    String name, BudgetUnit unit, long limit, BudgetPeriod period, ZoneId zone, Dimensions only) {

  /** Checks the ranges. */
  public Budget {
    Names.requireToken("budget name", name);
    if (limit < 0) {
      throw new IllegalArgumentException(
          "budget " + name + ": the limit is " + limit + ", allowed: 0 or more");
    }
  }

  /** A budget in money for all calls of the tenant, with periods in UTC. */
  public static Budget usd(String name, long nanoUsd, BudgetPeriod period) {
    return new Budget(
        name, BudgetUnit.NANO_USD, nanoUsd, period, ZoneOffset.UTC, Dimensions.none());
  }
}
