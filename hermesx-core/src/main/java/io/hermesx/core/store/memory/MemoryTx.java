// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approvals;
import io.hermesx.core.audit.AuditOutbox;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.apikey.ApiKeys;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotencyKeys;
import io.hermesx.core.receipt.Receipts;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.session.Sessions;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.Tenants;
import io.hermesx.core.usage.UsageLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/**
 * One transaction, from its begin to its end. Every sub-store it hands out asks it before each
 * step, so none outlives it.
 */
final class MemoryTx implements TenantTx {

  private final Thread owner = Thread.currentThread();
  private final UndoLog undo = new UndoLog();
  private final List<PreparedEvent> staged = new ArrayList<>(1);
  private final TenantId tenant;
  private final Instant now;
  private final TenantRows rows;
  private final boolean writable;
  private final ConcurrentMap<Sha256, TenantId> keyOwners;
  private final Map<IdempotencyKey, Boolean> claimed = new HashMap<>(1);
  private boolean committed;
  private boolean ended;

  MemoryTx(MemoryTenantStore store, Instant now, TenantRows rows, boolean writable) {
    this.tenant = store.tenant();
    this.keyOwners = store.keyOwners();
    this.now = now;
    this.rows = rows;
    this.writable = writable;
  }

  @Override
  public TenantId tenant() {
    requireUsable();
    return tenant;
  }

  @Override
  public Instant now() {
    requireUsable();
    return now;
  }

  @Override
  public Receipts receipts() {
    requireUsable();
    return new MemoryReceipts(this, rows.receipts);
  }

  @Override
  public Approvals approvals() {
    requireUsable();
    return new MemoryApprovals(this, rows.approvals);
  }

  @Override
  public BudgetLedger budgets() {
    requireUsable();
    rows.ledger.expire(now);
    return new MemoryLedger(this, rows.ledger);
  }

  @Override
  public UsageLog usage() {
    requireUsable();
    return new MemoryUsageLog(this, rows.usage);
  }

  @Override
  public AuditOutbox audit() {
    requireUsable();
    return this::stage;
  }

  @Override
  public Tenants tenants() {
    requireUsable();
    return new MemoryTenants(this, rows);
  }

  @Override
  public ApiKeys apiKeys() {
    requireUsable();
    return new MemoryApiKeys(this, rows, keyOwners);
  }

  @Override
  public Sessions sessions() {
    requireUsable();
    return new MemorySessions(this, rows.sessions);
  }

  @Override
  public TenantSandboxPolicies sandboxPolicies() {
    requireUsable();
    return new MemorySandboxPolicies(this, rows);
  }

  @Override
  public IdempotencyKeys idempotency() {
    requireUsable();
    return new MemoryIdempotencyKeys(this, rows.idempotency);
  }

  /** Checks that this thread may read here now. */
  void requireUsable() {
    if (ended) {
      throw new IllegalStateException(
          "the transaction ended: a TenantTx is good inside the work passed to tx or readOnly only");
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "the transaction belongs to another thread: use a TenantTx on the thread that opened it");
    }
  }

  /** Checks that this thread may write here now. */
  void requireWritable() {
    requireUsable();
    if (!writable) {
      throw new IllegalStateException(
          "the transaction only reads: write inside TenantStore.tx instead of readOnly");
    }
  }

  /** Writes down how to take the next change back. */
  void undo(Runnable step) {
    undo.push(step);
  }

  /** The keys that this transaction took, and whether it answered them. */
  Map<IdempotencyKey, Boolean> claimed() {
    return claimed;
  }

  void commit(AuditStage stage) {
    if (claimed.containsValue(false)) {
      throw new IllegalStateException(
          "the transaction took an idempotency key and did not answer it: nothing is kept; call"
              + " idempotency().answer(…) before it ends");
    }
    if (!staged.isEmpty()) {
      boolean unused = stage.stage(tenant, staged);
    }
    committed = true;
  }

  void end() {
    ended = true;
    if (!committed) {
      undo.rollBack();
    }
  }

  private void stage(PreparedEvent event) {
    requireWritable();
    if (!event.tenant().equals(tenant)) {
      throw new IllegalArgumentException(
          "the audit event belongs to another tenant than the transaction; stage it in a"
              + " transaction of its own tenant");
    }
    staged.add(event);
  }
}
