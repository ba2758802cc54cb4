// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import io.hermesx.core.Dimensions;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.store.step.PageSize;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageLog;
import io.hermesx.core.usage.UsageStatus;
import io.hermesx.core.usage.UsageTotals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The usage events of a tenant inside one transaction; each step is one statement. */
final class PostgresUsageLog implements UsageLog {

  private static final Field<BigDecimal> INPUT = sum(UsageTable.INPUT);
  private static final Field<BigDecimal> CACHED_INPUT = sum(UsageTable.CACHED_INPUT);
  private static final Field<BigDecimal> OUTPUT = sum(UsageTable.OUTPUT);
  private static final Field<BigDecimal> NANO_USD = sum(UsageTable.NANO_USD);

  private final PostgresTx tx;

  PostgresUsageLog(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public boolean append(UsageEvent event) {
    return tx.writing()
            .insertInto(UsageTable.USAGE)
            .set(UsageTable.TENANT, tx.tenantId())
            .set(UsageTable.SOURCE, event.source())
            .set(UsageTable.ID, event.id())
            .set(UsageTable.OCCURRED_AT, event.occurredAt())
            .set(UsageTable.DIMENSIONS.of(event.dimensions()))
            .set(UsageTable.ASKED, ExactText.toStored(event.asked()))
            .set(UsageTable.SERVED, ExactText.toStored(event.served()))
            .set(UsageTable.INPUT, event.tokens().input())
            .set(UsageTable.CACHED_INPUT, event.tokens().cachedInput())
            .set(UsageTable.OUTPUT, event.tokens().output())
            .set(UsageTable.NANO_USD, event.nanoUsd())
            .set(UsageTable.PRICE_VERSION, ExactText.toStored(event.priceVersion()))
            .set(UsageTable.STATUS, event.status().name())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ArithmeticException if a sum does not fit a long
   */
  @Override
  public UsageTotals totals(Instant from, Instant to, Dimensions only) {
    DSLContext sql = tx.reading();
    requireOrder(from, to);
    Field<Integer> events = count();
    return sql.select(events, INPUT, CACHED_INPUT, OUTPUT, NANO_USD)
        .from(UsageTable.USAGE)
        .where(between(from, to))
        .and(UsageTable.DIMENSIONS.matches(only))
        .fetchSingle(
            row ->
                new UsageTotals(
                    row.get(events),
                    new TokenUsage(
                        exact(row.get(INPUT)),
                        exact(row.get(CACHED_INPUT)),
                        exact(row.get(OUTPUT))),
                    exact(row.get(NANO_USD))));
  }

  @Override
  public List<UsageEvent> list(Instant from, Instant to, int limit) {
    DSLContext sql = tx.reading();
    requireOrder(from, to);
    PageSize.require(limit);
    return sql.select(UsageTable.COLUMNS)
        .from(UsageTable.USAGE)
        .where(between(from, to))
        .orderBy(UsageTable.OCCURRED_AT, UsageTable.SOURCE, UsageTable.ID)
        .limit(limit)
        .fetch(PostgresUsageLog::event);
  }

  private Condition between(Instant from, Instant to) {
    return UsageTable.TENANT
        .eq(tx.tenantId())
        .and(UsageTable.OCCURRED_AT.ge(Timestamps.atOrAfter(from)))
        .and(UsageTable.OCCURRED_AT.lt(Timestamps.atOrAfter(to)));
  }

  private static UsageEvent event(Record row) {
    return new UsageEvent(
        row.get(UsageTable.SOURCE),
        row.get(UsageTable.ID),
        row.get(UsageTable.OCCURRED_AT),
        UsageTable.DIMENSIONS.read(row),
        ExactText.fromStored(row.get(UsageTable.ASKED)),
        ExactText.fromStored(row.get(UsageTable.SERVED)),
        new TokenUsage(
            row.get(UsageTable.INPUT),
            row.get(UsageTable.CACHED_INPUT),
            row.get(UsageTable.OUTPUT)),
        row.get(UsageTable.NANO_USD),
        ExactText.fromStored(row.get(UsageTable.PRICE_VERSION)),
        UsageStatus.valueOf(row.get(UsageTable.STATUS)));
  }

  private static long exact(@Nullable BigDecimal sum) {
    return sum == null ? 0 : sum.longValueExact();
  }

  private static void requireOrder(Instant from, Instant to) {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException(
          "the time asked for starts at " + from + " and ends before, at " + to);
    }
  }
}
