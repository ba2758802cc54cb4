// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.Store;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.AuditLogContract;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SessionsContract;
import io.hermesx.core.testkit.TenantIsolationContract;
import io.hermesx.core.testkit.TransactionContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

  private static PostgresStore emptyStore() {
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

  @Nested
  class AuditTrail extends AuditLogContract {

    private PostgresStore store;

    @Override
    protected AuditLog newLog() {
      store = emptyStore();
      return store.auditLog();
    }

    @Override
    protected void stage(AuditLog log, TenantId tenant, List<PreparedEvent> events) {
      store.forTenant(tenant).run(tx -> events.forEach(tx.audit()::stage));
    }

    @AfterEach
    void close() {
      store.close();
    }
  }
}
