// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.AuditChainContract;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresAuditChainTest extends AuditChainContract {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private PostgresStore store;

  @Override
  protected AuditLog newLog() {
    store = DATABASE.emptyStore();
    return store.auditLog();
  }

  @Override
  protected void stage(AuditLog log, TenantId tenant, List<PreparedEvent> events) {
    store.forTenant(tenant).run(tx -> events.forEach(tx.audit()::stage));
  }

  @Override
  protected AuditChain newChain(AuditLog log, InstantSource clock, IdSource ids) {
    return UnsignedAuditChain.builder(log).installation("contract").clock(clock).ids(ids).build();
  }

  @AfterEach
  void close() {
    store.close();
  }
}
