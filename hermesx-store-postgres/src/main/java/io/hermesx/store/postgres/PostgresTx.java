// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

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
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the database, from its begin to its end. Every sub-store it hands out takes
 * {@link #reading} or {@link #writing} before each step, so none outlives it.
 *
 * <p>Audit events are kept until the commit and then staged by the transaction's last statement.
 */
final class PostgresTx implements TenantTx {

  private final Thread owner = Thread.currentThread();
  private final List<PreparedEvent> staged = new ArrayList<>(1);
  private final Map<IdempotencyKey, Boolean> claimed = new HashMap<>(1);
  private final TenantConnection connection;
  private final TenantId tenant;
  private final StoreClock clock;
  private final boolean writable;
  private @Nullable DSLContext sql;
  private @Nullable Instant now;
  private boolean ended;

  PostgresTx(TenantConnection connection, TenantId tenant, StoreClock clock, boolean writable) {
    this.connection = connection;
    this.tenant = tenant;
    this.clock = clock;
    this.writable = writable;
  }

  @Override
  public TenantId tenant() {
    requireUsable();
    return tenant;
  }

  /**
   * {@inheritDoc}
   *
   * <p>It comes with the first statement; asked for before, it is a round trip of its own.
   */
  @Override
  public Instant now() {
    requireUsable();
    if (now == null) {
      try {
        now = clock.at(connection.time());
      } catch (SQLException e) {
        throw connection.failure(e);
      }
    }
    return now;
  }

  @Override
  public Receipts receipts() {
    requireUsable();
    return new PostgresReceipts(this);
  }

  @Override
  public Approvals approvals() {
    requireUsable();
    return new PostgresApprovals(this);
  }

  @Override
  public BudgetLedger budgets() {
    requireUsable();
    return new PostgresLedger(this);
  }

  @Override
  public UsageLog usage() {
    requireUsable();
    return new PostgresUsageLog(this);
  }

  @Override
  public AuditOutbox audit() {
    requireUsable();
    return this::stage;
  }

  @Override
  public Tenants tenants() {
    requireUsable();
    return new PostgresTenants(this);
  }

  @Override
  public ApiKeys apiKeys() {
    requireUsable();
    return new PostgresApiKeys(this);
  }

  @Override
  public Sessions sessions() {
    requireUsable();
    return new PostgresSessions(this);
  }

  @Override
  public TenantSandboxPolicies sandboxPolicies() {
    requireUsable();
    return new PostgresSandboxPolicies(this);
  }

  @Override
  public IdempotencyKeys idempotency() {
    requireUsable();
    return new PostgresIdempotencyKeys(this);
  }

  /** The tenant as it stands in every row and every predicate. */
  UUID tenantId() {
    return tenant.value();
  }

  /** What a step that reads works on. */
  DSLContext reading() {
    requireUsable();
    return sql();
  }

  /** The answer to a question whose text is always the same. */
  <T> List<T> rows(FixedQuery<T> query, Object... values) {
    requireUsable();
    return query.rows(connection, values);
  }

  /** What a step that writes works on. */
  DSLContext writing() {
    requireWriting();
    return sql();
  }

  /** Checks that a step may write. */
  void requireWriting() {
    requireUsable();
    requireWritable();
  }

  /**
   * The time of the transaction for a statement: {@link #now} once it is known, before that what it
   * will be, which saves asking for it.
   */
  Field<Instant> time() {
    return connection.knowsTime() ? DSL.val(now(), SQLDataType.INSTANT) : clock.onTheServer();
  }

  /** Whether steps may write. */
  boolean isWritable() {
    return writable;
  }

  /** The events to stage, in order. */
  List<PreparedEvent> staged() {
    return staged;
  }

  /** The idempotency keys that this transaction took, and whether it answered them. */
  Map<IdempotencyKey, Boolean> claimed() {
    return claimed;
  }

  /** Checks that every idempotency key was answered, without which nothing may be kept. */
  void requireAnswered() {
    if (claimed.containsValue(false)) {
      throw new IllegalStateException(
          "the transaction took an idempotency key and did not answer it: nothing is kept; call"
              + " idempotency().answer(…) before it ends");
    }
  }

  void end() {
    ended = true;
  }

  /** Stages an event that is not in the log before whatever follows, because that asks for it. */
  void stageNow(PreparedEvent event) {
    stage(event);
    try {
      AuditStage.stageNew(connection, this);
    } catch (SQLException e) {
      throw connection.failure(e);
    }
  }

  private void stage(PreparedEvent event) {
    requireUsable();
    requireWritable();
    if (!event.tenant().equals(tenant)) {
      throw new IllegalArgumentException(
          "the audit event belongs to another tenant than the transaction; stage it in a"
              + " transaction of its own tenant");
    }
    staged.add(event);
  }

  private DSLContext sql() {
    if (sql == null) {
      sql = Dialect.on(connection);
    }
    return sql;
  }

  private void requireUsable() {
    if (ended) {
      throw new IllegalStateException(
          "the transaction ended: a TenantTx is good inside the work passed to tx or readOnly"
              + " only");
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "the transaction belongs to another thread: use a TenantTx on the thread that opened it");
    }
  }

  private void requireWritable() {
    if (!writable) {
      throw new IllegalStateException(
          "the transaction only reads: write inside TenantStore.tx instead of readOnly");
    }
  }
}
