// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tap counts is what the driver sends. */
class WireTapTest {

  private WireTap tap;
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    TestDatabase database = EmbeddedServer.emptyDatabase();
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    tap = new WireTap(port);
    String url = database.url().replace(":" + port + "/", ":" + tap.port() + "/");
    connection = DriverManager.getConnection(url + "?sslmode=disable", "postgres", "");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    tap.close();
  }

  /** Round trips, Sync and Query messages of a statement with a parameter, once it is prepared. */
  private long[] counts(String sql, String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < 10; i++) {
        execute(statement, parameter);
      }
      long[] before = {tap.trips(), tap.syncs(), tap.queries()};
      execute(statement, parameter);
      return new long[] {
        tap.trips() - before[0], tap.syncs() - before[1], tap.queries() - before[2]
      };
    }
  }

  private void execute(PreparedStatement statement, String parameter) throws SQLException {
    statement.setString(1, parameter);
    statement.execute();
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  @Test
  void counts_statementOfItsOwn_areOneTripAndOneSync() throws SQLException {
    assertThat(counts("select ?::text", "x")).containsExactly(1, 1, 0);
  }

  @Test
  void counts_twoStatementsInOne_areOneTripAndOneSync() throws SQLException {
    assertThat(counts("select ?::text; select 2", "x")).containsExactly(1, 1, 0);
  }

  @Test
  void counts_parameterOfMegabytes_areOneSync() throws SQLException {
    assertThat(counts("select length(?)", "S".repeat(3_000_000))[1]).isEqualTo(1);
  }

  @Test
  void counts_explicitTransaction_showBeginAndRollback() throws SQLException {
    connection.setAutoCommit(false);
    long[] counts = counts("select ?::text", "x");
    assertThat(counts[0]).as("trips").isEqualTo(2);
    assertThat(counts[1] + counts[2]).as("Sync and Query messages").isGreaterThan(2);
  }
}
