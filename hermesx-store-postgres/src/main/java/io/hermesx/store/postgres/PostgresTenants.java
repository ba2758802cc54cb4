// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.TenantTable.COLUMNS;
import static io.hermesx.store.postgres.TenantTable.CREATED_AT;
import static io.hermesx.store.postgres.TenantTable.NAME;
import static io.hermesx.store.postgres.TenantTable.STATUS;
import static io.hermesx.store.postgres.TenantTable.TENANTS;
import static io.hermesx.store.postgres.TenantTable.TENANT_ID;
import static io.hermesx.store.postgres.TenantTable.UPDATED_AT;
import static io.hermesx.store.postgres.TenantTable.VERSION;

import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantStatus;
import io.hermesx.core.tenant.Tenants;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** The row of a tenant about itself inside one transaction; one statement a step. */
final class PostgresTenants implements Tenants {

  private final PostgresTx tx;

  PostgresTenants(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public boolean create(String name) {
    DSLContext sql = tx.writing();
    Tenant fresh =
        new Tenant(tx.tenant(), name, TenantStatus.ACTIVE, 1, Instant.EPOCH, Instant.EPOCH);
    return sql.insertInto(TENANTS)
            .set(TENANT_ID, tx.tenantId())
            .set(NAME, fresh.name())
            .set(STATUS, fresh.status().name())
            .set(VERSION, fresh.version())
            .set(CREATED_AT, ServerTime.NOW)
            .set(UPDATED_AT, ServerTime.NOW)
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  @Override
  public Optional<Tenant> find() {
    return tx.reading()
        .select(COLUMNS)
        .from(TENANTS)
        .where(TENANT_ID.eq(tx.tenantId()))
        .fetchOptional(TenantTable::read);
  }

  @Override
  public Optional<Tenant> update(Tenant changed) {
    DSLContext sql = tx.writing();
    if (!changed.id().equals(tx.tenant())) {
      throw new IllegalArgumentException(
          "the row is that of another tenant than the transaction; change each tenant in a"
              + " transaction of its own");
    }
    return sql.update(TENANTS)
        .set(NAME, changed.name())
        .set(STATUS, changed.status().name())
        .set(VERSION, VERSION.plus(1))
        .set(UPDATED_AT, ServerTime.notBefore(UPDATED_AT))
        .where(TENANT_ID.eq(tx.tenantId()).and(VERSION.eq(changed.version())))
        .returning(COLUMNS)
        .fetchOptional(TenantTable::read);
  }
}
