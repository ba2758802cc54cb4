// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.util.function.Function;

/** The part of the store that belongs to one tenant: its transactions. Thread-safe. */
final class PostgresTenantStore implements TenantStore {

  private final Transactions transactions;
  private final TenantId tenant;

  PostgresTenantStore(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.tenant = tenant;
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public <T> T tx(Function<TenantTx, T> work) {
    return transactions.inTurn(tenant, true, work::apply);
  }

  @Override
  public <T> T readOnly(Function<TenantTx, T> work) {
    return transactions.inTurn(tenant, false, work::apply);
  }
}
