// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import java.util.List;

/**
 * Where everything is kept. There is no way to data but through a tenant: {@link #forTenant} is the
 * only door. Implementations are thread-safe.
 */
public interface Store extends AutoCloseable {

  /** Returns the part of the store that belongs to a tenant. Does no I/O. */
  TenantStore forTenant(TenantId tenant);

  /**
   * Returns the log that the audit chain writes: the only part that sees several tenants at once.
   */
  AuditLog auditLog();

  /** Returns what can be asked before the tenant is known. */
  Directory directory();

  /** Returns the leases by which several processes agree on who does a chore. */
  Leases leases();

  /** Returns the chores that keep this store tidy, for {@link Housekeeping}. */
  List<Sweep> sweeps();

  @Override
  void close();
}
