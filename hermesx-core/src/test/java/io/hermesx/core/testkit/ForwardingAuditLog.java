// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** An audit log in front of another: subclasses tamper with it or let it fail. */
public class ForwardingAuditLog implements AuditLog {

  private final AuditLog log;

  /** Creates a log that does what another does. */
  public ForwardingAuditLog(AuditLog log) {
    this.log = log;
  }

  @Override
  public List<TenantId> stagedTenants(int limit) {
    return log.stagedTenants(limit);
  }

  @Override
  public List<PreparedEvent> staged(TenantId tenant, int limit) {
    return log.staged(tenant, limit);
  }

  @Override
  public Optional<AuditHead> head(TenantId tenant) {
    return log.head(tenant);
  }

  @Override
  public boolean append(
      TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head) {
    return log.append(tenant, expectedSize, entries, head);
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    return log.read(tenant, from, limit);
  }
}
