// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Dimensions;
import io.hermesx.core.store.step.PageSize;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageLog;
import io.hermesx.core.usage.UsageTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The usage events of a tenant inside one transaction. */
final class MemoryUsageLog implements UsageLog {

  private final MemoryTx tx;
  private final UsageRows rows;

  MemoryUsageLog(MemoryTx tx, UsageRows rows) {
    this.tx = tx;
    this.rows = rows;
  }

  @Override
  public boolean append(UsageEvent event) {
    tx.requireWritable();
    if (rows.contains(event)) {
      return false;
    }
    tx.undo(() -> rows.remove(event));
    rows.add(event);
    return true;
  }

  @Override
  public UsageTotals totals(Instant from, Instant to, Dimensions only) {
    tx.requireUsable();
    requireOrder(from, to);
    UsageTotals totals = UsageTotals.ZERO;
    for (UsageEvent event : rows.between(from, to)) {
      if (only.matches(event.dimensions())) {
        totals = totals.plus(event);
      }
    }
    return totals;
  }

  @Override
  public List<UsageEvent> list(Instant from, Instant to, int limit) {
    tx.requireUsable();
    requireOrder(from, to);
    PageSize.require(limit);
    List<UsageEvent> page = new ArrayList<>();
    for (UsageEvent event : rows.between(from, to)) {
      if (page.size() == limit) {
        break;
      }
      page.add(event);
    }
    return List.copyOf(page);
  }

  private static void requireOrder(Instant from, Instant to) {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException(
          "the time asked for starts at " + from + " and ends before, at " + to);
    }
  }
}
