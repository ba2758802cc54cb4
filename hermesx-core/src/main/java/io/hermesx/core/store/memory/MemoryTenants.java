// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantStatus;
import io.hermesx.core.tenant.Tenants;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The row of a tenant about itself inside one transaction. */
final class MemoryTenants implements Tenants {

  private final MemoryTx tx;
  private final TenantRows rows;

  MemoryTenants(MemoryTx tx, TenantRows rows) {
    this.tx = tx;
    this.rows = rows;
  }

  @Override
  public boolean create(String name) {
    tx.requireWritable();
    Tenant fresh = new Tenant(tx.tenant(), name, TenantStatus.ACTIVE, 1, tx.now(), tx.now());
    if (rows.tenant != null) {
      return false;
    }
    replace(fresh);
    return true;
  }

  @Override
  public Optional<Tenant> find() {
    tx.requireUsable();
    return Optional.ofNullable(rows.tenant);
  }

  @Override
  public Optional<Tenant> update(Tenant changed) {
    tx.requireWritable();
    if (!changed.id().equals(tx.tenant())) {
      throw new IllegalArgumentException(
          "the row is that of another tenant than the transaction; change each tenant in a"
              + " transaction of its own");
    }
    Tenant before = rows.tenant;
    if (before == null || before.version() != changed.version()) {
      return Optional.empty();
    }
    Tenant after =
        new Tenant(
            before.id(),
            changed.name(),
            changed.status(),
            before.version() + 1,
            before.createdAt(),
            tx.now());
    replace(after);
    return Optional.of(after);
  }

  private void replace(Tenant after) {
    @Nullable Tenant before = rows.tenant;
    tx.undo(() -> rows.tenant = before);
    rows.tenant = after;
  }
}
