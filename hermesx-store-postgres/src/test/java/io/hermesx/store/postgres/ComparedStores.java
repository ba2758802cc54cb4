// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TenantDump;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A store on PostgreSQL to which things happen, beside one in memory to which nothing does. A
 * caller of the first who knows no more than what a failure says, and does the same again, gets to
 * where the second is: that did the work as often as it was kept.
 */
final class ComparedStores {

  private static final int MANY = 1_000;

  private final List<TenantId> tenants =
      IntStream.range(0, Turn.TENANTS).mapToObj(it -> TenantId.named("tenant-" + it)).toList();
  private final FaultyPostgres postgres;
  private final Store memory;
  private final FaultTally tally;

  ComparedStores(FaultyPostgres postgres, Store memory, FaultTally tally) {
    this.postgres = postgres;
    this.memory = memory;
    this.tally = tally;
  }

  /** Has every tenant do something in both, while nothing goes wrong. */
  void undisturbed(Consumer<TenantTx> work) {
    for (TenantId tenant : tenants) {
      postgres.beside().forTenant(tenant).run(work);
      memory.forTenant(tenant).run(work);
    }
  }

  /** Has both take a turn, and compares what they answer and what every tenant has then. */
  void take(Turn turn) {
    tally.countTurn();
    if (turn.swept() || !turn.manner().hasSteps()) {
      turn.fault()
          .filter(fault -> !fault.sparesConnection())
          .ifPresent(fault -> fault.strike(postgres));
    }
    if (turn.swept()) {
      postgres.store().sweeps().forEach(sweep -> tidy(turn, sweep));
      memory.sweeps().forEach(Sweep::run);
    }
    for (TurnWork work : TurnWork.of(turn, tenants.get(turn.tenant()))) {
      compare(turn, work);
    }
    compareEverything(turn);
    // Where work rolls back, a connection that broke is nobody's failure.
    postgres.recover();
  }

  /** Doing a sweep again, or twice, does no harm. */
  private void tidy(Turn turn, Sweep sweep) {
    try {
      sweep.run();
    } catch (StoreException e) {
      recover(turn, e);
      sweep.run();
    }
  }

  private void compare(Turn turn, TurnWork work) {
    Map<TenantId, String> before = postgres.rows(tenants);
    try {
      assertAnswer(turn, work, Strike.of(turn, postgres));
    } catch (StoreException e) {
      boolean kept = isKept(turn, work, e, before);
      Map<TenantId, String> found = postgres.rows(tenants);
      recover(turn, e);
      assertAnswer(turn, work, Strike.NONE);
      if (kept && work.isRepeatable()) {
        assertThat(postgres.rows(tenants)).as("the same again: %s", turn).isEqualTo(found);
      }
    }
    assertThat(othersOf(turn, postgres.rows(tenants)))
        .as("other tenants after %s", turn)
        .isEqualTo(othersOf(turn, before));
  }

  private void assertAnswer(Turn turn, TurnWork work, Strike strike) {
    Object answer = work.on(postgres, strike);
    assertThat(answer).as("%s", turn).isEqualTo(work.on(memory));
  }

  /** Whether work was kept that failed; the model then does it too, and has to be the same. */
  private boolean isKept(Turn turn, TurnWork work, StoreException e, Map<TenantId, String> before) {
    assertThat(e.failure()).as("%s %s", turn, e).isIn(turn.fault().orElseThrow(() -> e).failures());
    endWhatIsUnderWay(turn);
    boolean kept = !postgres.rows(tenants).equals(before);
    tally.count(turn, e, kept);
    assertThat(kept && e.retrySafe()).as("kept, and said not to be: %s %s", turn, e).isFalse();
    if (kept) {
      work.on(memory);
      compareEverything(turn);
    }
    return kept;
  }

  /** A server whose client went away may still be at it. */
  private void endWhatIsUnderWay(Turn turn) {
    if (!turn.fault().orElseThrow().sparesConnection()) {
      postgres.endSessions();
    }
  }

  /** The pool has one connection, and fails at most once for the one that is gone. */
  private void recover(Turn turn, StoreException e) {
    assertThat(postgres.recover())
        .as("the pool after %s %s", turn, e)
        .hasSizeLessThanOrEqualTo(turn.fault().orElseThrow(() -> e).sparesConnection() ? 0 : 1)
        .allMatch(StoreFailure.UNAVAILABLE::equals);
  }

  private Map<TenantId, String> othersOf(Turn turn, Map<TenantId, String> rows) {
    Map<TenantId, String> others = new HashMap<>(rows);
    others.remove(tenants.get(turn.tenant()));
    return others;
  }

  private void compareEverything(Turn turn) {
    assertSame(turn, store -> TenantView.of(store, tenants.get(turn.tenant())));
    for (TenantId tenant : tenants) {
      assertSame(turn, store -> TenantDump.of(store, tenant));
    }
    for (int text = 0; text < StoreStep.POOL; text++) {
      int presented = text;
      assertSame(turn, store -> store.directory().findApiKey(TenancySteps.hash(presented)));
    }
    assertSame(turn, store -> store.auditLog().stagedTenants(MANY).stream().sorted().toList());
  }

  private void assertSame(Turn turn, Function<Store, Object> question) {
    assertThat(question.apply(postgres.beside()))
        .as("after %s", turn)
        .isEqualTo(question.apply(memory));
  }
}
