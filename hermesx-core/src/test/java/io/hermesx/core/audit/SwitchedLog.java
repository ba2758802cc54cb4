// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** A log behind which another can be put, as a restored backup or a failover does. */
final class SwitchedLog implements AuditLog {

  private volatile AuditLog log;

  SwitchedLog(AuditLog log) {
    this.log = log;
  }

  void switchTo(AuditLog other) {
    log = other;
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
