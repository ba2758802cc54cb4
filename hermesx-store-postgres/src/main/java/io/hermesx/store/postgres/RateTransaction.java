// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.ratelimit.shared.Answer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One batch on a connection that does not commit by itself. Not thread-safe. */
final class RateTransaction {

  private final Connection connection;
  private final @Nullable UUID tenant;
  private final RateWork work;
  private long clock;

  /**
   * @param tenant whose rows they are; null for those that all tenants share
   */
  RateTransaction(Connection connection, @Nullable UUID tenant, RateWork work) {
    this.connection = connection;
    this.tenant = tenant;
    this.work = work;
  }

  /** Takes the rows and their numbers, in one round trip; what only looks is over then. */
  void read(String sealed, long millis) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text())) {
      bind(statement, sealed, Long.toString(millis));
      TransactionBlock.open(connection, statement);
      boolean time = false;
      while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
        time |= take(statement);
      }
      if (!time) {
        throw new SQLException("the server did not tell its time", "XX000");
      }
    }
  }

  /** Runs the commands, and keeps what they changed in a second round trip. */
  List<Answer> run(LongUnaryOperator time) throws SQLException {
    List<Answer> answers = work.run(time.applyAsLong(clock));
    Collection<RateRow> changed = work.changed();
    if (!changed.isEmpty() || !work.refunds().isEmpty()) {
      keep(changed);
    }
    return answers;
  }

  private String text() {
    if (tenant == null) {
      return RateSql.LOCK_OF_ALL;
    }
    if (work.onlyLooks()) {
      return RateSql.PEEK;
    }
    return work.refunds().isEmpty() ? RateSql.LOCK : RateSql.LOCK_AND_RETURN;
  }

  private void bind(PreparedStatement statement, String sealed, String millis) throws SQLException {
    Array keys = connection.createArrayOf("bytea", work.keys());
    int next = 1;
    statement.setString(next++, sealed);
    for (int i = 0; i < 3; i++) {
      statement.setString(next++, millis);
    }
    if (tenant != null && !work.onlyLooks()) {
      statement.setObject(next++, tenant);
      statement.setArray(next++, keys);
      if (!work.refunds().isEmpty()) {
        statement.setObject(next++, tenant);
        statement.setArray(next++, array("uuid", work.refunds().keySet()));
        statement.setArray(next++, array("int8", work.refunds().values()));
      }
    }
    if (tenant != null) {
      statement.setObject(next++, tenant);
    }
    statement.setArray(next, keys);
  }

  /** Takes one result: permits have one column, numbers three. */
  private boolean take(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      if (rows == null) {
        return false;
      }
      boolean numbers = rows.getMetaData().getColumnCount() > 1;
      while (rows.next()) {
        if (numbers) {
          takeNumbers(rows);
        } else {
          work.firstRefund(rows.getObject(1, UUID.class));
        }
      }
      return numbers;
    }
  }

  private void takeNumbers(ResultSet row) throws SQLException {
    clock = row.getLong(3);
    byte[] key = row.getBytes(1);
    if (key != null) {
      Long[] boxed = (Long[]) row.getArray(2).getArray();
      long[] numbers = new long[boxed.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = boxed[i];
      }
      work.read(key, numbers);
    }
  }

  private void keep(Collection<RateRow> changed) throws SQLException {
    String sql = tenant == null ? RateSql.KEEP_OF_ALL : RateSql.KEEP;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Long[] until = changed.stream().map(row -> row.until(clock)).toArray(Long[]::new);
      statement.setArray(
          1,
          connection.createArrayOf(
              "bytea", changed.stream().map(RateRow::key).toArray(byte[][]::new)));
      statement.setArray(2, array("text", changed.stream().map(RateRow::numbers).toList()));
      statement.setArray(3, connection.createArrayOf("int8", until));
      if (tenant != null) {
        statement.setObject(4, tenant);
      }
      statement.execute();
    }
  }

  private Array array(String type, Collection<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }
}
