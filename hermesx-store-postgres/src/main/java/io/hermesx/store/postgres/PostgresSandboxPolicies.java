// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.SandboxPolicyTable.COLUMNS;
import static io.hermesx.store.postgres.SandboxPolicyTable.REMOVED;
import static io.hermesx.store.postgres.SandboxPolicyTable.SANDBOX_POLICIES;
import static io.hermesx.store.postgres.SandboxPolicyTable.TENANT_ID;
import static io.hermesx.store.postgres.SandboxPolicyTable.UPDATED_AT;
import static io.hermesx.store.postgres.SandboxPolicyTable.VERSION;

import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The sandbox policy of a tenant inside one transaction; one statement a step. */
final class PostgresSandboxPolicies implements TenantSandboxPolicies {

  private static final Field<Long> VERSION_THERE =
      DSL.field(DSL.name("hermesx", "sandbox_policies", "version"), Long.class);
  private static final Field<Boolean> REMOVED_THERE =
      DSL.field(DSL.name("hermesx", "sandbox_policies", "removed"), Boolean.class);
  private static final Field<Instant> UPDATED_THERE =
      DSL.field(DSL.name("hermesx", "sandbox_policies", "updated_at"), Instant.class);

  private final PostgresTx tx;

  PostgresSandboxPolicies(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public Optional<TenantSandboxPolicy> find() {
    return tx.reading()
        .select(COLUMNS)
        .from(SANDBOX_POLICIES)
        .where(TENANT_ID.eq(tx.tenantId()).andNot(REMOVED))
        .fetchOptional(SandboxPolicyTable::read);
  }

  /** Takes the place of a removed one and counts its version up. */
  @Override
  public Optional<TenantSandboxPolicy> create(SandboxPolicy policy) {
    DSLContext sql = tx.writing();
    Map<Field<?>, Object> policies = columns(policy);
    Map<Field<?>, Object> again = new LinkedHashMap<>(policies);
    again.put(VERSION, VERSION_THERE.plus(1));
    again.put(UPDATED_AT, ServerTime.notBefore(UPDATED_THERE));
    return sql.insertInto(SANDBOX_POLICIES)
        .set(TENANT_ID, tx.tenantId())
        .set(VERSION, 1L)
        .set(UPDATED_AT, ServerTime.NOW)
        .set(policies)
        .onConflict(TENANT_ID)
        .doUpdate()
        .set(again)
        .where(REMOVED_THERE)
        .returning(COLUMNS)
        .fetchOptional(SandboxPolicyTable::read);
  }

  @Override
  public Optional<TenantSandboxPolicy> replace(SandboxPolicy policy, long version) {
    DSLContext sql = tx.writing();
    return sql.update(SANDBOX_POLICIES)
        .set(VERSION, VERSION.plus(1))
        .set(UPDATED_AT, ServerTime.notBefore(UPDATED_AT))
        .set(columns(policy))
        .where(is(version))
        .returning(COLUMNS)
        .fetchOptional(SandboxPolicyTable::read);
  }

  @Override
  public boolean remove(long version) {
    return tx.writing()
            .update(SANDBOX_POLICIES)
            .set(VERSION, VERSION.plus(1))
            .set(REMOVED, true)
            .set(UPDATED_AT, ServerTime.notBefore(UPDATED_AT))
            .where(is(version))
            .execute()
        == 1;
  }

  private Condition is(long version) {
    return TENANT_ID.eq(tx.tenantId()).and(VERSION.eq(version)).andNot(REMOVED);
  }

  private static Map<Field<?>, Object> columns(SandboxPolicy policy) {
    return SandboxPolicyTable.of(new TenantSandboxPolicy(policy, 1, Instant.EPOCH).policy());
  }
}
