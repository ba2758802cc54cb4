// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.idempotencyKey;
import static io.hermesx.core.testkit.StoreSamples.sha256;
import static io.hermesx.core.testkit.StoreSamples.useOf;
import static io.hermesx.core.testkit.StoreSamples.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantStatus;
import io.hermesx.core.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every store promises of a transaction. */
public abstract class TransactionContract extends StoreContract {

  private static final Budget BUDGET = Budget.usd("tenant", 1_000, BudgetPeriod.DAY);

  /** Creates the suite. */
  protected TransactionContract() {}

  @Test
  void tx_workAnswers_everythingIsKept() {
    Rows rows = new Rows(now());

    String answer =
        tx(
            tx -> {
              rows.writes().values().forEach(write -> write.accept(tx));
              return "done";
            });

    assertThat(answer).isEqualTo("done");
    TenantDump after = dump(ACME);
    assertThat(after.receipts()).hasSize(1);
    assertThat(after.receipts().get(0).result()).isPresent();
    assertThat(after.pending()).isEmpty();
    assertThat(after.budgets()).extracting(state -> state.committed()).containsExactly(4L);
    assertThat(after.usage()).hasSize(1);
    assertThat(after.staged()).hasSize(1);
    assertThat(after.row()).map(Tenant::version).contains(2L);
    assertThat(after.apiKeys())
        .extracting(key -> key.revokedAt().isPresent())
        .containsExactly(true);
    assertThat(after.sessions()).extracting(Session::messages).containsExactly(2L);
    assertThat(after.messages()).hasSize(2);
  }

  @Test
  void tx_workThrows_nothingIsKept() {
    seed();
    Rows rows = new Rows(now());
    TenantDump before = dump(ACME);

    for (int steps = 1; steps <= rows.writes().size(); steps++) {
      int last = steps;
      assertThatThrownBy(
              () ->
                  tx(
                      tx -> {
                        rows.writes().values().stream()
                            .limit(last)
                            .forEach(write -> write.accept(tx));
                        throw new ArithmeticException("after " + last);
                      }))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("after " + last);
      assertThat(dump(ACME)).as("after %s writes", last).isEqualTo(before);
    }
  }

  @Test
  void tx_workEndsInAnError_nothingIsKept() {
    seed();
    Rows rows = new Rows(now());
    TenantDump before = dump(ACME);

    assertThatThrownBy(
            () ->
                tx(
                    tx -> {
                      rows.writes().values().forEach(write -> write.accept(tx));
                      throw new StackOverflowError("on request");
                    }))
        .isInstanceOf(StackOverflowError.class);

    assertThat(dump(ACME)).isEqualTo(before);
  }

  @Test
  void tx_workThrew_theSameWorkCanBeDoneAfterwards() {
    Rows rows = new Rows(now());
    assertThatThrownBy(
            () ->
                tx(
                    tx -> {
                      rows.writes().values().forEach(write -> write.accept(tx));
                      throw new ArithmeticException("once");
                    }))
        .isInstanceOf(ArithmeticException.class);

    tx_workAnswers_everythingIsKept();
  }

  @Test
  void tx_itsOwnWrites_areReadInside() {
    ReceiptIntent intent = samples().intent("run", "call", now());

    tx(
        tx -> {
          tx.receipts().open(intent);
          assertThat(tx.receipts().find(intent.id())).isPresent();
          return true;
        });
  }

  @Test
  void tx_time_isOneWholeMicrosecondThroughout() {
    advance(Duration.ofNanos(1_234_567));

    List<Instant> times =
        tx(
            tx -> {
              Instant first = tx.now();
              advance(Duration.ofSeconds(1));
              return List.of(first, tx.now());
            });

    assertThat(times.get(0)).isEqualTo(Instants.truncate(times.get(0)));
    assertThat(times.get(1)).isEqualTo(times.get(0));
  }

  @Test
  void tx_clockGoesBack_timeDoesNot() {
    advance(Duration.ofHours(1));
    Instant before = now();

    advance(Duration.ofMinutes(-30));

    assertThat(now()).isAfterOrEqualTo(before);
    Instant there = globex().readOnly(TenantTx::now);
    assertThat(there).isAfterOrEqualTo(before);
  }

  @Test
  void readOnly_everyWrite_isRefusedAndNothingIsKept() {
    seed();
    Rows rows = new Rows(now());
    TenantDump before = dump(ACME);

    rows.writes()
        .forEach(
            (name, write) ->
                assertThatThrownBy(
                        () ->
                            acme()
                                .readOnly(
                                    tx -> {
                                      write.accept(tx);
                                      return true;
                                    }))
                    .as(name)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("only reads"));

    assertThat(dump(ACME)).isEqualTo(before);
  }

  @Test
  void tx_insideAnother_isRefusedAndTheOuterGoesOn() {
    ReceiptIntent intent = samples().intent("run", "call", now());

    tx(
        tx -> {
          assertThatThrownBy(() -> acme().tx(TenantTx::now))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("open already");
          assertThatThrownBy(() -> acme().readOnly(TenantTx::now))
              .isInstanceOf(IllegalStateException.class);
          return tx.receipts().open(intent);
        });

    assertThat(dump(ACME).receipts()).hasSize(1);
    assertThat(now()).isNotNull();
  }

  @Test
  void tx_afterItsEnd_isOfNoUse() {
    List<Consumer<TenantTx>> kept = new ArrayList<>();
    Rows rows = new Rows(now());
    TenantTx ended =
        tx(
            tx -> {
              var receipts = tx.receipts();
              var approvals = tx.approvals();
              var budgets = tx.budgets();
              var usage = tx.usage();
              var audit = tx.audit();
              kept.add(unused -> receipts.open(rows.intent));
              kept.add(unused -> receipts.find(rows.intent.id()));
              kept.add(unused -> approvals.request(rows.approval));
              kept.add(unused -> approvals.countPending());
              kept.add(unused -> budgets.define(BUDGET));
              kept.add(unused -> budgets.states(Dimensions.none()));
              kept.add(unused -> usage.append(samples().usage("call", rows.now, 1)));
              kept.add(unused -> usage.list(rows.now, rows.now, 1));
              kept.add(unused -> audit.stage(rows.event));
              var tenants = tx.tenants();
              var apiKeys = tx.apiKeys();
              var sessions = tx.sessions();
              var idempotency = tx.idempotency();
              kept.add(unused -> tenants.create("Acme"));
              kept.add(unused -> tenants.find());
              kept.add(unused -> apiKeys.create(rows.key, rows.hash));
              kept.add(unused -> apiKeys.find(rows.key.id()));
              kept.add(unused -> sessions.create(rows.session, "user:alice", "title"));
              kept.add(unused -> sessions.append(rows.session, List.of(JsonObject.empty())));
              kept.add(unused -> sessions.find(rows.session));
              kept.add(unused -> sessions.messages(rows.session, 0, 1));
              var sandboxPolicies = tx.sandboxPolicies();
              kept.add(unused -> sandboxPolicies.create(SandboxPolicy.DISABLED));
              kept.add(unused -> sandboxPolicies.find());
              kept.add(unused -> idempotency.claim(rows.repeated, rows.hash));
              kept.add(unused -> idempotency.answer(rows.repeated, "late"));
              return tx;
            });
    kept.addAll(List.of(TenantTx::tenant, TenantTx::now, TenantTx::receipts, TenantTx::approvals));
    kept.addAll(List.of(TenantTx::budgets, TenantTx::usage, TenantTx::audit));
    kept.addAll(List.of(TenantTx::tenants, TenantTx::apiKeys, TenantTx::sandboxPolicies));
    kept.addAll(List.of(TenantTx::sessions, TenantTx::idempotency));
    TenantDump before = dump(ACME);

    for (Consumer<TenantTx> use : kept) {
      assertThatThrownBy(() -> use.accept(ended))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ended");
    }

    assertThat(dump(ACME)).isEqualTo(before);
  }

  @Test
  void tx_onAnotherThread_isOfNoUse() {
    ReceiptIntent intent = samples().intent("run", "call", now());

    tx(
        tx -> {
          var receipts = tx.receipts();
          Contention.run(
              1,
              thread ->
                  () -> {
                    assertThatThrownBy(() -> receipts.open(intent))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("another thread");
                    assertThatThrownBy(tx::audit).isInstanceOf(IllegalStateException.class);
                    return true;
                  });
          return true;
        });

    assertThat(dump(ACME).receipts()).isEmpty();
  }

  @Test
  void tx_auditEvents_areStagedInOrderWithTheCommit() {
    PreparedEvent first = samples().event(ACME);
    PreparedEvent second = samples().event(ACME);

    tx(
        tx -> {
          tx.audit().stage(first);
          tx.audit().stage(second);
          assertThat(store().auditLog().staged(ACME, 10)).isEmpty();
          return true;
        });

    assertThat(store().auditLog().staged(ACME, 10))
        .extracting(PreparedEvent::id)
        .containsExactly(first.id(), second.id());
  }

  @Test
  void tx_auditEventOfAnotherTenant_isRefusedAtOnce() {
    tx(
        tx -> {
          assertThatThrownBy(() -> tx.audit().stage(samples().event(GLOBEX)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("another tenant");
          return true;
        });

    assertThat(store().auditLog().staged(GLOBEX, 10)).isEmpty();
    assertThat(store().auditLog().staged(ACME, 10)).isEmpty();
  }

  @Test
  void tx_closedStore_throwsThatNothingWasKept() {
    store().close();

    for (Runnable use : List.<Runnable>of(this::now, () -> tx(TenantTx::now))) {
      assertThatThrownBy(use::run)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.failure()).isEqualTo(StoreFailure.REFUSED);
                assertThat(e.retrySafe()).isTrue();
              });
    }
  }

  /** Something of everything, so that "nothing changed" says something. */
  private void seed() {
    tx(
        tx -> {
          ReceiptIntent intent = samples().intent("seed", "call", tx.now());
          tx.receipts().open(intent);
          tx.approvals().request(samples().approval("seed", "call", tx.now()));
          tx.budgets().define(Budget.usd("seed", 500, BudgetPeriod.DAY));
          tx.budgets().reserve(samples().reserve(new Amounts(7, 0, 0), tx.now()));
          tx.usage().append(samples().usage("seed", tx.now(), 3));
          tx.audit().stage(samples().event(ACME));
          SessionId session = samples().session();
          tx.sessions().create(session, "user:seed", "seed");
          tx.sessions().append(session, List.of(JsonObject.empty()));
          return true;
        });
  }

  /** One of each write, in an order in which each does something. */
  private final class Rows {

    private final Instant now;
    private final ReceiptIntent intent;
    private final Approval approval;
    private final ReserveRequest hold;
    private final PreparedEvent event;
    private final ApiKey key;
    private final Sha256 hash;
    private final SessionId session;
    private final IdempotencyKey repeated;

    private Rows(Instant now) {
      this.now = now;
      this.intent = samples().intent("run", "call", now);
      this.approval = samples().approval("run", "call", now);
      this.hold = samples().reserve(new Amounts(10, 0, 0), now);
      this.event = samples().event(ACME);
      this.key = samples().apiKey("ci", now);
      this.hash = sha256("key");
      this.session = samples().session();
      this.repeated = idempotencyKey("key");
    }

    private Map<String, Consumer<TenantTx>> writes() {
      Map<String, Consumer<TenantTx>> writes = new LinkedHashMap<>();
      writes.put("open", tx -> tx.receipts().open(intent));
      writes.put("request", tx -> tx.approvals().request(approval));
      writes.put("decide", tx -> tx.approvals().decide(approval.id(), yes(now)));
      writes.put("consume", tx -> tx.approvals().consume(approval.id(), useOf(approval)));
      writes.put("define", tx -> tx.budgets().define(BUDGET));
      writes.put("reserve", tx -> tx.budgets().reserve(hold));
      writes.put("extend", tx -> tx.budgets().extend(hold.id(), hold.amounts(), later()));
      writes.put("settle", tx -> tx.budgets().settle(hold.id(), new Amounts(4, 0, 0)));
      writes.put("redefine", tx -> tx.budgets().define(Budget.usd("tenant", 9, BudgetPeriod.HOUR)));
      writes.put("remove", tx -> tx.budgets().remove("seed"));
      writes.put("append", tx -> tx.usage().append(samples().usage("call", now, 3)));
      writes.put("stage", tx -> tx.audit().stage(event));
      writes.put("close", tx -> tx.receipts().close(samples().result(intent, now)));
      writes.put("create tenant", tx -> tx.tenants().create("Acme"));
      writes.put("update tenant", tx -> tx.tenants().update(renamed()));
      writes.put("create key", tx -> tx.apiKeys().create(key, hash));
      writes.put("revoke key", tx -> tx.apiKeys().revoke(key.id()));
      writes.put("create session", tx -> tx.sessions().create(session, "user:alice", "title"));
      writes.put("append to session", tx -> tx.sessions().append(session, bodies()));
      writes.put("end session", tx -> tx.sessions().end(session));
      writes.put("create policy", tx -> tx.sandboxPolicies().create(SandboxPolicy.DISABLED));
      writes.put(
          "replace policy", tx -> tx.sandboxPolicies().replace(SandboxPolicy.UNRESTRICTED, 1));
      writes.put("remove policy", tx -> tx.sandboxPolicies().remove(2));
      writes.put("claim", tx -> tx.idempotency().claim(repeated, hash));
      writes.put("answer", tx -> tx.idempotency().answer(repeated, "answer"));
      return writes;
    }

    private Tenant renamed() {
      return new Tenant(ACME, "Acme Inc", TenantStatus.ACTIVE, 1, now, now);
    }

    private List<JsonObject> bodies() {
      return List.of(JsonObject.empty(), JsonObject.empty());
    }

    private Instant later() {
      return now.plus(StoreSamples.TTL);
    }
  }
}
