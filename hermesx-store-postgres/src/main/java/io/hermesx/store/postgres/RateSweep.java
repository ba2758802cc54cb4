// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Sweep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Forgets what rate limits no longer need, of every tenant at once: a service has as many keys as
 * it has users, and a transaction for each tenant would take longer than they take to come. A row
 * whose time is over says no more than its absence, and a policy lets the function reach no others.
 */
final class RateSweep implements Sweep {

  private static final int AT_A_TIME = 5_000;

  private final Transactions transactions;

  RateSweep(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "postgres-store.rates";
  }

  @Override
  public int run() {
    return transactions.withoutTenant(RateSweep::forget);
  }

  private static int forget(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select hermesx.forget_idle_rates(?)")) {
      statement.setInt(1, AT_A_TIME);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }
}
