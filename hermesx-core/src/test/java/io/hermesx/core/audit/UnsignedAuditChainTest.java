// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.AuditChainContract;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.List;

class UnsignedAuditChainTest extends AuditChainContract {

  @Override
  protected AuditLog newLog() {
    return new MemoryAuditLog();
  }

  @Override
  protected void stage(AuditLog log, TenantId tenant, List<PreparedEvent> events) {
    ((MemoryAuditLog) log).stage(tenant, events);
  }

  @Override
  protected AuditChain newChain(AuditLog log, InstantSource clock, IdSource ids) {
    return UnsignedAuditChain.builder(log).installation("contract").clock(clock).ids(ids).build();
  }
}
