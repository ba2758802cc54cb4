// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.testkit.StoreSamples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One write to a store, with identifiers from a small pool so that writes meet. What the store
 * refuses with an exception is left undone.
 *
 * @param kind which write
 * @param number which identifier
 * @param amount how much, where it matters
 */
record RandomWrite(Kind kind, int number, int amount) {

  private static final int POOL = 4;

  enum Kind {
    OPEN,
    CLOSE,
    REQUEST,
    APPROVE,
    CONSUME,
    DEFINE,
    REMOVE,
    RESERVE,
    EXTEND,
    SETTLE,
    USE,
    STAGE
  }

  static Arbitrary<List<RandomWrite>> lists() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, POOL - 1),
            Arbitraries.integers().between(0, 20))
        .as(RandomWrite::new)
        .list()
        .ofMaxSize(25);
  }

  /** Every approval these writes can make. */
  static List<ApprovalId> approvals() {
    List<ApprovalId> ids = new ArrayList<>();
    for (int number = 0; number < POOL; number++) {
      ids.add(new ApprovalId(new UUID(0x7000, number)));
    }
    return ids;
  }

  void applyTo(TenantTx tx) {
    try {
      write(tx, new StoreSamples(() -> new UUID(0x7000, number)));
    } catch (IllegalStateException | IllegalArgumentException refused) {
      // left undone, as the class says
    }
  }

  private void write(TenantTx tx, StoreSamples samples) {
    Instant now = tx.now();
    ReceiptIntent intent = samples.intent("run", "call-" + number, now);
    Approval approval = samples.approval("run", "call-" + number, now);
    ReserveRequest hold = samples.reserve(new Amounts(amount, 0, 1), now);
    switch (kind) {
      case OPEN -> tx.receipts().open(intent);
      case CLOSE -> tx.receipts().close(samples.result(intent, now));
      case REQUEST -> tx.approvals().request(approval);
      case APPROVE -> tx.approvals().decide(approval.id(), StoreSamples.yes(now));
      case CONSUME -> tx.approvals().consume(approval.id(), StoreSamples.useOf(approval));
      case DEFINE -> tx.budgets().define(Budget.usd("b" + number, amount * 3L, BudgetPeriod.DAY));
      case REMOVE -> tx.budgets().remove("b" + number);
      case RESERVE -> tx.budgets().reserve(hold);
      case EXTEND -> tx.budgets().extend(hold.id(), hold.amounts(), hold.expiresAt());
      case SETTLE -> tx.budgets().settle(hold.id(), hold.amounts());
      case USE -> tx.usage().append(samples.usage("call-" + number, now, amount));
      case STAGE -> tx.audit().stage(samples.event(tx.tenant()));
    }
  }
}
