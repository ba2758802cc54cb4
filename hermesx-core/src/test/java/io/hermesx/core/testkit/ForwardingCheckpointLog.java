// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A log of checkpoints in front of another: subclasses tamper with it or let it fail. */
public class ForwardingCheckpointLog implements CheckpointLog {

  private final CheckpointLog log;

  /** Creates a log that does what another does. */
  public ForwardingCheckpointLog(CheckpointLog log) {
    this.log = log;
  }

  @Override
  public List<TenantId> behind(int limit) {
    return log.behind(limit);
  }

  @Override
  public Set<TenantId> keep(Map<TenantId, AuditCheckpoint> checkpoints) {
    return log.keep(checkpoints);
  }

  @Override
  public Optional<AuditCheckpoint> latest(TenantId tenant) {
    return log.latest(tenant);
  }

  @Override
  public List<AuditCheckpoint> read(TenantId tenant, long from, int limit) {
    return log.read(tenant, from, limit);
  }

  @Override
  public boolean anchored(TenantId tenant, AuditAnchor anchor, byte[] note) {
    return log.anchored(tenant, anchor, note);
  }

  @Override
  public List<AuditAnchor> anchors(TenantId tenant, long from, long skip, int limit) {
    return log.anchors(tenant, from, skip, limit);
  }
}
