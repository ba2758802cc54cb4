// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.AuditLogContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract of the audit log on another major version of PostgreSQL. */
class OtherMajorAuditLogTest extends AuditLogContract {

  private static TestDatabase database;

  private PostgresStore store;

  @BeforeAll
  static void find() {
    database = OtherMajor.database();
  }

  @Override
  protected AuditLog newLog() {
    store = database.emptyStore();
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
