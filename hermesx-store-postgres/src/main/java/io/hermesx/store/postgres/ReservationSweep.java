// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Sweep;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Forgets reservations of every tenant that ended more than a day ago, and counters of past periods
 * that nothing refers to any more. The one question across tenants is which reservations are due;
 * everything else happens in a transaction of the tenant, like any other work.
 */
final class ReservationSweep implements Sweep {

  private static final Duration KEPT = Duration.ofHours(24);
  private static final int AT_A_TIME = 1_000;
  private static final String ENDED =
      "select tenant_id, id from hermesx.reservations_ended(hermesx.clock() - interval '24 hours', ?)";

  private final Transactions transactions;

  ReservationSweep(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "postgres-store.reservations";
  }

  @Override
  public int run() {
    int forgotten = 0;
    for (Map.Entry<TenantId, List<UUID>> due : due().entrySet()) {
      UUID[] ids = due.getValue().toArray(UUID[]::new);
      forgotten += transactions.aside(due.getKey(), true, tx -> forget(tx, ids));
    }
    return forgotten;
  }

  private Map<TenantId, List<UUID>> due() {
    return transactions.asking(ReservationSweep::ended);
  }

  private static Map<TenantId, List<UUID>> ended(Connection connection) throws SQLException {
    Map<TenantId, List<UUID>> due = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(ENDED)) {
      statement.setInt(1, AT_A_TIME);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          due.computeIfAbsent(
                  new TenantId(rows.getObject(1, UUID.class)), tenant -> new ArrayList<>())
              .add(rows.getObject(2, UUID.class));
        }
      }
    }
    return due;
  }

  private static int forget(PostgresTx tx, UUID[] ids) {
    DSLContext sql = tx.writing();
    LedgerSql values = LedgerSql.in(tx).ids("ids", ids).at("until", tx.now().minus(KEPT));
    LedgerSql.EXPIRE.execute(sql, values.values());
    int forgotten = LedgerSql.FORGET.execute(sql, values.values());
    LedgerSql.PAST.execute(sql, values.values());
    return forgotten;
  }
}
