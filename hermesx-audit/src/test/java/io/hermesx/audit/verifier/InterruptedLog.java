// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.ForwardingCheckpointLog;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A log whose reader is told the time: something happens before the n-th read, and some more times.
 */
final class InterruptedLog extends ForwardingAuditLog {

  private final int at;
  private final Runnable event;
  private int reads;

  InterruptedLog(AuditLog log, int at, Runnable event) {
    super(log);
    this.at = at;
    this.event = event;
  }

  /** Whether there was an n-th read. */
  boolean isInterrupted() {
    return reads >= at;
  }

  /** Something else is read. */
  void read() {
    reads++;
    int since = reads - at;
    if (since >= 0 && since < 15 && since % 3 == 0) {
      event.run();
    }
  }

  @Override
  public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
    read();
    return super.heads(tenants);
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    read();
    return super.read(tenant, from, limit);
  }

  @Override
  public List<Sha256> hashes(TenantId tenant, int level, long from, int limit) {
    read();
    return super.hashes(tenant, level, from, limit);
  }

  @Override
  public List<EventBody> bodies(TenantId tenant, Collection<UUID> events) {
    read();
    return super.bodies(tenant, events);
  }

  @Override
  public CheckpointLog checkpoints() {
    return new ForwardingCheckpointLog(super.checkpoints()) {
      @Override
      public List<AuditCheckpoint> read(TenantId tenant, long from, int limit) {
        InterruptedLog.this.read();
        return super.read(tenant, from, limit);
      }

      @Override
      public List<AuditAnchor> anchors(TenantId tenant, long from, long skip, int limit) {
        InterruptedLog.this.read();
        return super.anchors(tenant, from, skip, limit);
      }
    };
  }
}
