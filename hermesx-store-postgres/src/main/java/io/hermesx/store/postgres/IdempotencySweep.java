// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Sweep;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Forgets answers of every tenant that are older than 24 hours. The one question across tenants is
 * whose those are; they are deleted in a transaction of the tenant, like any other work.
 */
final class IdempotencySweep implements Sweep {

  private static final int AT_A_TIME = 1_000;
  private static final String FORGET =
      """
      delete from hermesx.idempotency_keys k
      where k.tenant_id = {0} and (k.scope, k.key) in (
        select o.scope, o.key from hermesx.idempotency_keys o
        where o.tenant_id = {0} and o.claimed_at <= hermesx.clock() - interval '24 hours'
        order by o.claimed_at limit {1})""";

  private final Transactions transactions;

  IdempotencySweep(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "postgres-store.idempotency";
  }

  @Override
  public int run() {
    int forgotten = 0;
    for (TenantId tenant : due()) {
      if (forgotten >= AT_A_TIME) {
        break;
      }
      int most = AT_A_TIME - forgotten;
      forgotten += transactions.aside(tenant, true, tx -> forget(tx, most));
    }
    return forgotten;
  }

  private List<TenantId> due() {
    return transactions.asking(
        connection ->
            Dialect.on(connection)
                .select(DSL.field("due", SQLDataType.UUID))
                .from("hermesx.idempotency_due({0}) as due", DSL.val(AT_A_TIME))
                .fetch(row -> new TenantId(row.value1())));
  }

  private static int forget(PostgresTx tx, int most) {
    return tx.writing().execute(FORGET, DSL.val(tx.tenantId(), SQLDataType.UUID), DSL.val(most));
  }
}
