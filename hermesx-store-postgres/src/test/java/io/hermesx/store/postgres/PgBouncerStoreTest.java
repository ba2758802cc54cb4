// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Store;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SessionsContract;
import io.hermesx.core.testkit.TenantIsolationContract;
import io.hermesx.core.testkit.TransactionContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The store through PgBouncer in transaction mode keeps what it keeps without. */
class PgBouncerStoreTest {

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
    return DATABASE.builder().url(bouncer.url(DATABASE)).build();
  }

  @Nested
  class WholeTransactions extends TransactionContract {

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
  class TenantIsolation extends TenantIsolationContract {

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
  class Conversations extends SessionsContract {

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
