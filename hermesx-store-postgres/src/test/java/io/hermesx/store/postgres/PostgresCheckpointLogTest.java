// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.testkit.CheckpointLogContract;
import org.junit.jupiter.api.AfterEach;

class PostgresCheckpointLogTest extends CheckpointLogContract {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private PostgresStore store;

  @Override
  protected AuditLog newLog() {
    store = DATABASE.emptyStore();
    return store.auditLog();
  }

  @AfterEach
  void close() {
    store.close();
  }
}
