// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.useOf;
import static io.hermesx.core.testkit.StoreSamples.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.usage.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What one tenant cannot do to another, knowing every identifier of it: each test acts as {@link
 * #GLOBEX} on rows of {@link #ACME}, whose rows are compared afterwards.
 */
public abstract class TenantIsolationContract extends StoreContract {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Amounts COST = new Amounts(10, 0, 0);

  private Instant start;
  private ReceiptIntent intent;
  private Approval approval;
  private ReserveRequest hold;
  private UsageEvent usage;
  private TenantDump before;

  /** Creates the suite. */
  protected TenantIsolationContract() {}

  @BeforeEach
  void fillAcme() {
    start = now();
    intent = samples().intent("run", "call", start);
    approval = samples().approval("run", "call", start);
    hold = samples().reserve(COST, start);
    usage = samples().usage("call", start, 3);
    tx(
        tx -> {
          tx.receipts().open(intent);
          tx.approvals().request(approval);
          tx.approvals().decide(approval.id(), yes(start));
          tx.budgets().define(Budget.usd("tenant", 15, BudgetPeriod.DAY));
          tx.budgets().reserve(hold);
          tx.usage().append(usage);
          tx.audit().stage(samples().event(ACME));
          return true;
        });
    before = dumpAcme();
  }

  @AfterEach
  void compareAcme() {
    assertThat(dumpAcme()).isEqualTo(before);
  }

  @Test
  void read_rowsOfAnother_areNotThere() {
    TenantDump seen = TenantDump.of(store(), GLOBEX, List.of(approval.id()));

    assertThat(seen)
        .isEqualTo(
            new TenantDump(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty()));
    asGlobex(
        tx -> {
          assertThat(tx.receipts().find(intent.id())).isEmpty();
          assertThat(tx.receipts().findByCall(intent.kind(), intent.run(), intent.call()))
              .isEmpty();
          assertThat(tx.approvals().findOpen(approval.run(), approval.call(), approval.digest()))
              .isEmpty();
        });
  }

  @Test
  void closeReceipt_ofAnother_isNot() {
    asGlobex(tx -> assertThat(tx.receipts().close(samples().result(intent, start))).isFalse());
  }

  @Test
  void openReceipt_withIdAndCallOfAnother_isItsOwn() {
    asGlobex(tx -> assertThat(tx.receipts().open(intent)).isEmpty());
    asGlobex(tx -> assertThat(tx.receipts().close(samples().result(intent, start))).isTrue());
  }

  @Test
  void decideAndConsume_approvalOfAnother_isNotFound() {
    asGlobex(
        tx ->
            assertThat(tx.approvals().decide(approval.id(), yes(start)))
                .isEqualTo(DecideResult.NOT_FOUND));
    asGlobex(
        tx ->
            assertThat(tx.approvals().consume(approval.id(), useOf(approval)))
                .isEqualTo(ConsumeResult.NOT_FOUND));
  }

  @Test
  void requestApproval_withIdOfAnother_isItsOwn() {
    asGlobex(
        tx -> {
          tx.approvals().request(approval);
          tx.approvals().decide(approval.id(), yes(start));
          assertThat(tx.approvals().consume(approval.id(), useOf(approval)))
              .isEqualTo(ConsumeResult.CONSUMED);
        });
  }

  @Test
  void settleAndExtend_holdOfAnother_areRefused() {
    asGlobex(
        tx -> assertThat(tx.budgets().settle(hold.id(), COST)).isEqualTo(SettleResult.NOT_FOUND));
    asGlobex(
        tx ->
            assertThatThrownBy(() -> tx.budgets().extend(hold.id(), COST, start.plus(HOUR)))
                .isInstanceOf(IllegalStateException.class));
  }

  @Test
  void reserve_withIdOfAnother_isItsOwn() {
    asGlobex(
        tx ->
            assertThat(tx.budgets().reserve(hold))
                .isEqualTo(new ReserveOutcome.Granted(List.of())));
    asGlobex(
        tx -> assertThat(tx.budgets().settle(hold.id(), COST)).isEqualTo(SettleResult.SETTLED));
  }

  @Test
  void budget_ofTheSameName_isItsOwn() {
    asGlobex(tx -> assertThat(tx.budgets().remove("tenant")).isFalse());
    asGlobex(
        tx -> {
          tx.budgets().define(Budget.usd("tenant", 1_000, BudgetPeriod.MONTH));
          tx.budgets().reserve(samples().reserve(new Amounts(999, 0, 0), start));
        });
  }

  @Test
  void usage_ofTheSameSourceAndId_isItsOwn() {
    asGlobex(tx -> assertThat(tx.usage().append(usage)).isTrue());
  }

  @Test
  void sweeps_whateverAnotherLeftBehind_leaveItAlone() {
    asGlobex(
        tx -> {
          tx.budgets().reserve(hold);
          tx.budgets().settle(hold.id(), COST);
        });

    store().sweeps().forEach(sweep -> assertThat(sweep.run()).isNotNegative());
  }

  private void asGlobex(Consumer<TenantTx> attempt) {
    globex()
        .tx(
            tx -> {
              attempt.accept(tx);
              return true;
            });
  }

  private TenantDump dumpAcme() {
    return TenantDump.of(store(), ACME, List.of(approval.id()));
  }
}
