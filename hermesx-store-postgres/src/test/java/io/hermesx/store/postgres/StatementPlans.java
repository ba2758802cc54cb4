// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How PostgreSQL carries out what the store sends for a tenant: as the application login, with
 * row-level security in force, for any value of the parameters.
 */
final class StatementPlans implements AutoCloseable {

  private static final Pattern PARAMETER = Pattern.compile("\\?");

  private final TestDatabase database;
  private final TenantId tenant;
  private final StatementRecorder recorder;
  private final PostgresStore store;

  StatementPlans(TestDatabase database, TenantId tenant) {
    this.database = database;
    this.tenant = tenant;
    this.recorder = new StatementRecorder(database.application());
    this.store = TestDatabase.builder(recorder.recorded()).build();
  }

  /** Returns the plan of the last statement that the work sends. */
  String of(Consumer<TenantTx> work) throws SQLException {
    List<String> statements =
        recorder.during(
            () ->
                store
                    .forTenant(tenant)
                    .run(
                        tx -> {
                          assertThat(tx.now()).isNotNull(); // so that nothing is put in front
                          work.accept(tx);
                        }));
    String plan = explained(numbered(statements.get(statements.size() - 1)));
    // The boundary of the tenant is a filter of its own, asked once; of the few keys it reads all.
    assertThat(plan)
        .containsPattern("\\(InitPlan \\d\\).col1 = \\$")
        .doesNotContainPattern("Seq Scan on (?!context_keys)");
    return plan;
  }

  private String explained(String sql) throws SQLException {
    String url = database.url() + "?preferQueryMode=simple";
    try (Connection connection =
            DriverManager.getConnection(url, TestDatabase.APPLICATION, "trusted");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "select set_config('hermesx.tenant', '"
              + TestDatabase.sealed(tenant.value())
              + "', true)");
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = statement.executeQuery("explain (generic_plan) " + sql)) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }

  private static String numbered(String sql) {
    AtomicInteger last = new AtomicInteger();
    return PARAMETER.matcher(sql).replaceAll(parameter -> "\\$" + last.incrementAndGet());
  }

  @Override
  public void close() {
    store.close();
  }
}
