// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Somebody outside who, in turn, cancels a statement of the application, ends one of its back ends
 * and interrupts a thread.
 */
final class Disturber implements Consumer<Thread>, AutoCloseable {

  /** What is done, in this order, again and again. */
  private enum Deed {
    CANCELLED("select pg_cancel_backend(pid)"),
    INTERRUPTED(""),
    CANCELLED_AGAIN("select pg_cancel_backend(pid)"),
    ENDED("select pg_terminate_backend(pid)");

    private final String sql;

    Deed(String sql) {
      this.sql = sql;
    }
  }

  private static final String SOMEBODY =
      " from pg_stat_activity where datname = current_database() and usename = 'hermesx_app'"
          + " order by state <> 'active', random() limit 1";

  private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
  private final Connection connection;
  private int turn;

  Disturber(TestDatabase database) throws SQLException {
    connection = database.superuser().getConnection();
  }

  @Override
  public void accept(Thread thread) {
    Deed deed = Deed.values()[turn % Deed.values().length];
    turn++;
    if (deed == Deed.INTERRUPTED) {
      thread.interrupt();
    } else if (!reached(deed.sql + SOMEBODY)) {
      return;
    }
    deeds.merge(deed, 1, Integer::sum);
  }

  private boolean reached(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  @Override
  public String toString() {
    return deeds.toString();
  }
}
