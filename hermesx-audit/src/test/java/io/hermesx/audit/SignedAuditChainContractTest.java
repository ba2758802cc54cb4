// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.AuditChainContract;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.List;

/** Signing takes nothing away: the signed chain does what every chain does. */
class SignedAuditChainContractTest extends AuditChainContract {

  private final SignerState state = new MemorySignerState();
  private final TestKeys keys = TestKeys.of(1);

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
    return SignedAuditChain.builder(log)
        .installation("contract")
        .clock(clock)
        .ids(ids)
        .signers(keys.signers())
        .state(state)
        .build();
  }
}
