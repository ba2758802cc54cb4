// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order, the ledger in memory answers as {@link LedgerModel} does. */
class LedgerProperties {

  private static final Dimensions EVERYTHING =
      Dimensions.none().with(Dimension.USER, "alice").with(Dimension.TOOL, "refund");

  @Provide
  Arbitrary<List<LedgerStep.Turn>> turns() {
    return LedgerStep.turns();
  }

  @Property
  void ledger_anyInterleaving_answersAsTheModel(@ForAll("turns") List<LedgerStep.Turn> turns) {
    Comparison comparison = new Comparison();
    for (LedgerStep.Turn turn : turns) {
      comparison.pause(turn.pause());
      comparison.transact(turn.transaction());
      comparison.compareStates();
    }
  }

  /** A ledger and its model, side by side. */
  private static final class Comparison {

    private final MutableClock clock = MutableClock.create();
    private final MemoryStore store = MemoryStore.create(clock);
    private final TenantStore tenant = store.forTenant(TenantId.named("acme"));
    private LedgerModel model = new LedgerModel();

    private void pause(LedgerStep.Pause pause) {
      clock.advance(pause.time());
      if (pause.swept()) {
        store.sweeps().forEach(Sweep::run);
        model.sweep(now());
      }
    }

    private void transact(LedgerStep.Transaction transaction) {
      LedgerModel snapshot = model.copy();
      try {
        tenant.tx(
            tx -> {
              for (LedgerStep step : transaction.steps()) {
                assertThat(apply(step, tx)).as("%s", step).isEqualTo(model.apply(step, tx.now()));
              }
              if (transaction.rolledBack()) {
                throw new RolledBack();
              }
              return true;
            });
      } catch (RolledBack e) {
        model = snapshot;
      }
    }

    private void compareStates() {
      for (Dimensions dimensions : List.of(Dimensions.none(), EVERYTHING)) {
        List<BudgetState> states = tenant.readOnly(tx -> tx.budgets().states(dimensions));
        assertThat(states).isEqualTo(model.states(dimensions, now()));
      }
    }

    private Instant now() {
      return tenant.readOnly(TenantTx::now);
    }
  }

  /** Returns what the step answers, or the class of what it throws. */
  private static Object apply(LedgerStep step, TenantTx tx) {
    try {
      return answer(step, tx.budgets(), tx.now());
    } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
      return e.getClass();
    }
  }

  private static Object answer(LedgerStep step, BudgetLedger ledger, Instant now) {
    if (step instanceof LedgerStep.Define define) {
      ledger.define(define.budget());
      return true;
    } else if (step instanceof LedgerStep.Remove remove) {
      return ledger.remove(remove.name());
    } else if (step instanceof LedgerStep.Reserve reserve) {
      return ledger.reserve(reserve.at(now));
    } else if (step instanceof LedgerStep.Extend extend) {
      return ledger.extend(extend.id(), extend.more(), now.plus(extend.lasts()));
    }
    LedgerStep.Settle settle = (LedgerStep.Settle) step;
    return ledger.settle(settle.id(), settle.actual());
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
