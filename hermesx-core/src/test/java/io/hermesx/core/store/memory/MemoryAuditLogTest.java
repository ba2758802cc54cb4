// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.AuditLogContract;
import java.util.List;

class MemoryAuditLogTest extends AuditLogContract {

  @Override
  protected AuditLog newLog() {
    return new MemoryAuditLog();
  }

  @Override
  protected void stage(AuditLog log, TenantId tenant, List<PreparedEvent> events) {
    ((MemoryAuditLog) log).stage(tenant, events);
  }
}
