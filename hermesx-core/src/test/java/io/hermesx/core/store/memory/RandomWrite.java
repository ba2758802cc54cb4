// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    STAGE,
    CREATE_TENANT,
    RENAME_TENANT,
    CREATE_KEY,
    REVOKE_KEY,
    CREATE_SESSION,
    APPEND,
    END,
    CREATE_SANDBOX_POLICY,
    REPLACE_SANDBOX_POLICY,
    REMOVE_SANDBOX_POLICY,
    REPEAT
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
      case CREATE_TENANT -> tx.tenants().create("Tenant " + number);
      case RENAME_TENANT ->
          tx.tenants()
              .find()
              .ifPresent(row -> tx.tenants().update(row.withName("Tenant " + number)));
      case CREATE_KEY -> tx.apiKeys().create(samples.apiKey("key", now), hash(tx.tenant()));
      case REVOKE_KEY -> tx.apiKeys().revoke(samples.apiKey("key", now).id());
      case CREATE_SESSION -> tx.sessions().create(samples.session(), "user:alice", "title");
      case APPEND ->
          tx.sessions()
              .append(samples.session(), Collections.nCopies(1 + amount % 3, JsonObject.empty()));
      case END -> tx.sessions().end(samples.session());
      case CREATE_SANDBOX_POLICY -> tx.sandboxPolicies().create(SandboxPolicy.DISABLED);
      case REPLACE_SANDBOX_POLICY ->
          tx.sandboxPolicies().replace(SandboxPolicy.UNRESTRICTED, amount % POOL);
      case REMOVE_SANDBOX_POLICY -> tx.sandboxPolicies().remove(amount % POOL);
      case REPEAT -> repeat(tx);
    }
  }

  /** The text of a key is drawn at random: two tenants never have the same. */
  private Sha256 hash(TenantId tenant) {
    return StoreSamples.sha256(tenant + "/" + amount % POOL);
  }

  private void repeat(TenantTx tx) {
    IdempotencyKey key = StoreSamples.idempotencyKey("key-" + number);
    Optional<IdempotentAnswer> earlier =
        tx.idempotency().claim(key, StoreSamples.sha256("request"));
    if (earlier.isEmpty()) {
      tx.sessions()
          .create(
              new StoreSamples(() -> new UUID(0x7000, POOL + number)).session(),
              "user:bob",
              "title");
      tx.idempotency().answer(key, "answer " + amount);
    }
  }
}
