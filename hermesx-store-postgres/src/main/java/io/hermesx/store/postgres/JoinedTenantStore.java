// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.util.function.Function;

/** The part of the store that belongs to one tenant, inside a transaction that a host opened. */
final class JoinedTenantStore implements TenantStore {

  private final Transactions transactions;
  private final Connection connection;
  private final TenantId tenant;

  JoinedTenantStore(Transactions transactions, Connection connection, TenantId tenant) {
    this.transactions = transactions;
    this.connection = connection;
    this.tenant = tenant;
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public <T> T tx(Function<TenantTx, T> work) {
    return transactions.within(connection, tenant, true, work::apply);
  }

  @Override
  public <T> T readOnly(Function<TenantTx, T> work) {
    return transactions.within(connection, tenant, false, work::apply);
  }
}
