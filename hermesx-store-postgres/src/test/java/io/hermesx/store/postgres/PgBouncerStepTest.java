// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.Store;
import io.hermesx.core.testkit.ApiKeysContract;
import io.hermesx.core.testkit.ApprovalsContract;
import io.hermesx.core.testkit.BudgetLedgerContract;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SessionsContract;
import io.hermesx.core.testkit.SingleStepStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Steps alone through PgBouncer in transaction mode: still one round trip, still the tenant's. */
class PgBouncerStepTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static PgBouncer bouncer;

  @BeforeAll
  static void start() {
    bouncer = PgBouncer.start(DATABASE, 10);
  }

  @AfterAll
  static void stop() {
    if (bouncer != null) {
      bouncer.close();
    }
  }

  private static Store emptyStore() {
    DATABASE.empty();
    return new SingleStepStore(DATABASE.builder().url(bouncer.url(DATABASE)).build());
  }

  @Test
  void contextAndStatement_throughPgBouncer_areOneTransaction() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(bouncer.url(DATABASE), TestDatabase.APPLICATION, "")) {
      assertThat(OneTripProbe.holdsFor(connection)).isTrue();
    }
  }

  @Nested
  class ApiKeys extends ApiKeysContract {

    @Override
    protected Store open(MutableClock clock) {
      return emptyStore();
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Approvals extends ApprovalsContract {

    @Override
    protected Store open(MutableClock clock) {
      return emptyStore();
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Budgets extends BudgetLedgerContract {

    @Override
    protected Store open(MutableClock clock) {
      return emptyStore();
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Sessions extends SessionsContract {

    @Override
    protected Store open(MutableClock clock) {
      return emptyStore();
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }
}
