// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.testkit.CheckpointLogContract;

class MemoryCheckpointLogTest extends CheckpointLogContract {

  @Override
  protected AuditLog newLog() {
    return new MemoryAuditLog();
  }
}
