// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** An audit log in front of another: subclasses tamper with it or let it fail. */
public class ForwardingAuditLog implements AuditLog {

  private volatile AuditLog log;

  /** Creates a log that does what another does. */
  public ForwardingAuditLog(AuditLog log) {
    this.log = log;
  }

  /** Puts another log behind this one, before the eyes of all who hold it. */
  protected final void forwardTo(AuditLog other) {
    log = other;
  }

  @Override
  public List<TenantId> stagedTenants(int limit) {
    return log.stagedTenants(limit);
  }

  @Override
  public Map<TenantId, List<PreparedEvent>> staged(Collection<TenantId> tenants, int limit) {
    return log.staged(tenants, limit);
  }

  @Override
  public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
    return log.heads(tenants);
  }

  @Override
  public List<AppendResult> append(List<AuditAppend> appends) {
    return log.append(appends);
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    return log.read(tenant, from, limit);
  }

  @Override
  public OptionalLong find(TenantId tenant, UUID event) {
    return log.find(tenant, event);
  }

  @Override
  public List<Sha256> hashes(TenantId tenant, int level, long from, int limit) {
    return log.hashes(tenant, level, from, limit);
  }

  @Override
  public List<EventBody> bodies(TenantId tenant, Collection<UUID> events) {
    return log.bodies(tenant, events);
  }

  @Override
  public CheckpointLog checkpoints() {
    return log.checkpoints();
  }
}
