// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.DamagedHeadException;
import io.hermesx.core.tenant.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A log in which somebody damaged the heads of some tenants. */
public final class DamagedHeads extends ForwardingAuditLog {

  private final Set<TenantId> damaged = ConcurrentHashMap.newKeySet();

  /** Creates a log without damage in front of another. */
  public DamagedHeads(AuditLog log) {
    super(log);
  }

  /** From now on the head of this tenant cannot be read. */
  public void damage(TenantId tenant) {
    damaged.add(tenant);
  }

  @Override
  public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
    Map<TenantId, String> wrong = new HashMap<>();
    tenants.stream()
        .filter(damaged::contains)
        .forEach(tenant -> wrong.put(tenant, "its frontier has no nodes"));
    if (!wrong.isEmpty()) {
      throw new DamagedHeadException(wrong);
    }
    return super.heads(tenants);
  }
}
