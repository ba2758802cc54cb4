// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Leases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Leases by the clock of the database. Thread-safe; one round trip each. */
final class PostgresLeases implements Leases {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,128}");

  private final Transactions transactions;

  PostgresLeases(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public boolean tryAcquire(String name, String owner, Duration duration) {
    requireToken("lease name", name);
    requireToken("lease owner", owner);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "the lease lasts " + duration + ", allowed: more than zero");
    }
    return transactions.withoutTenant(connection -> acquire(connection, name, owner, duration));
  }

  private static boolean acquire(
      Connection connection, String name, String owner, Duration duration) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select hermesx.try_lease(?, ?, ?)")) {
      statement.setString(1, name);
      statement.setString(2, owner);
      statement.setLong(3, micros(duration));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static void requireToken(String what, String value) {
    if (!TOKEN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " has another form, allowed: 1 to 128 visible ASCII characters without space");
    }
  }

  private static long micros(Duration duration) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    return Math.max(1, TimeUnit.NANOSECONDS.toMicros(bounded.toNanos()));
  }
}
