// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.useOf;
import static io.hermesx.core.testkit.StoreSamples.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.auth.apikey.ApiKeyState;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantStatus;
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
  private static final String OWNER = StoreSamples.ALICE.ref();
  private static final Sha256 HASH = StoreSamples.sha256("key of acme");
  private static final IdempotencyKey REPEATED = StoreSamples.idempotencyKey("key");

  private Instant start;
  private ReceiptIntent intent;
  private Approval approval;
  private ReserveRequest hold;
  private UsageEvent usage;
  private ApiKey key;
  private SessionId session;
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
    key = samples().apiKey("ci", start);
    session = samples().session();
    tx(
        tx -> {
          tx.receipts().open(intent);
          tx.approvals().request(approval);
          tx.approvals().decide(approval.id(), yes(start));
          tx.budgets().define(Budget.usd("tenant", 15, BudgetPeriod.DAY));
          tx.budgets().reserve(hold);
          tx.usage().append(usage);
          tx.audit().stage(samples().event(ACME));
          tx.tenants().create("Acme");
          tx.sandboxPolicies().create(SandboxPolicy.DISABLED);
          tx.apiKeys().create(key, HASH);
          tx.sessions().create(session, OWNER, "title");
          tx.sessions().append(session, List.of(JsonObject.of("of", new JsonString("acme"))));
          tx.idempotency().claim(REPEATED, HASH);
          tx.idempotency().answer(REPEATED, "acme's");
          return true;
        });
    before = dumpAcme();
  }

  @AfterEach
  void compareAcme() {
    assertThat(dumpAcme()).isEqualTo(before);
    assertThat(store().directory().findApiKey(HASH))
        .contains(new ApiKeyGrant(ACME, TenantStatus.ACTIVE, key, ApiKeyState.ACTIVE));
    Optional<IdempotentAnswer> repeated = tx(tx -> tx.idempotency().claim(REPEATED, HASH));
    assertThat(repeated).contains(new IdempotentAnswer(HASH, "acme's"));
  }

  @Test
  void read_rowsOfAnother_areNotThere() {
    assertThat(TenantDump.of(store(), GLOBEX)).isEqualTo(TenantDump.empty());
    asGlobex(
        tx -> {
          assertThat(tx.receipts().find(intent.id())).isEmpty();
          assertThat(tx.receipts().findByCall(intent.kind(), intent.run(), intent.call()))
              .isEmpty();
          assertThat(tx.approvals().findOpen(approval.run(), approval.call(), approval.digest()))
              .isEmpty();
          assertThat(tx.sandboxPolicies().find()).isEmpty();
          assertThat(tx.apiKeys().find(key.id())).isEmpty();
          assertThat(tx.sessions().find(session)).isEmpty();
          assertThat(tx.sessions().messages(session, 0, 10)).isEmpty();
          assertThat(tx.sessions().list(Optional.of(OWNER), Optional.empty(), 10)).isEmpty();
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
  void tenantRow_ofAnother_isOutOfReach() {
    asGlobex(
        tx -> {
          Tenant foreign = before.row().orElseThrow().withStatus(TenantStatus.SUSPENDED);
          assertThat(tx.tenants().find()).isEmpty();
          assertThatThrownBy(() -> tx.tenants().update(foreign))
              .isInstanceOf(IllegalArgumentException.class);
          assertThat(tx.tenants().create("Globex")).isTrue();
        });
    asGlobex(
        tx -> assertThat(tx.tenants().update(rename(tx)).orElseThrow().version()).isEqualTo(2));
  }

  @Test
  void sandboxPolicy_ofAnother_isOutOfReachAndItsOwn() {
    asGlobex(
        tx -> {
          assertThat(tx.sandboxPolicies().replace(SandboxPolicy.UNRESTRICTED, 1)).isEmpty();
          assertThat(tx.sandboxPolicies().remove(1)).isFalse();
          assertThat(tx.sandboxPolicies().create(SandboxPolicy.UNRESTRICTED)).isPresent();
        });
    asGlobex(
        tx -> assertThat(tx.sandboxPolicies().replace(SandboxPolicy.UNRESTRICTED, 1)).isPresent());
    asGlobex(tx -> assertThat(tx.sandboxPolicies().remove(2)).isTrue());
  }

  @Test
  void revokeApiKey_ofAnother_isNot() {
    asGlobex(tx -> assertThat(tx.apiKeys().revoke(key.id())).isFalse());
    asGlobex(
        tx -> {
          tx.tenants().create("Globex");
          tx.apiKeys().create(key, StoreSamples.sha256("key of globex"));
          assertThat(tx.apiKeys().revoke(key.id())).isTrue();
        });
  }

  @Test
  void createApiKey_withTheHashOfAnother_isRefused() {
    globex().tx(tx -> tx.tenants().create("Globex"));

    assertThatThrownBy(() -> globex().tx(tx -> tx.apiKeys().create(key, HASH)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void appendAndEnd_conversationOfAnother_areNotDone() {
    asGlobex(
        tx -> {
          assertThat(tx.sessions().append(session, List.of(JsonObject.empty()))).isEmpty();
          assertThat(tx.sessions().end(session)).isFalse();
        });
  }

  @Test
  void createSession_withIdOfAnother_isItsOwn() {
    asGlobex(
        tx -> {
          tx.sessions().create(session, OWNER, "mine");
          assertThat(tx.sessions().append(session, List.of(JsonObject.empty()))).hasValue(1);
          assertThat(tx.sessions().messages(session, 0, 10)).hasSize(1);
          assertThat(tx.sessions().end(session)).isTrue();
        });
  }

  @Test
  void claim_keyOfAnother_isNew() {
    asGlobex(
        tx -> {
          assertThat(tx.idempotency().claim(REPEATED, HASH)).isEmpty();
          tx.idempotency().answer(REPEATED, "globex's");
        });
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

  private static Tenant rename(TenantTx tx) {
    return tx.tenants().find().orElseThrow().withName("Globex Inc");
  }

  private TenantDump dumpAcme() {
    return TenantDump.of(store(), ACME);
  }
}
