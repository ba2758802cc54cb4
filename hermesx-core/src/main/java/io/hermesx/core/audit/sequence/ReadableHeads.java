// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.DamagedHeadException;
import io.hermesx.core.tenant.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where the logs of tenants stand, and what is wrong with those that cannot say so.
 *
 * @param heads by tenant; a log that was never written has none
 * @param damaged what is wrong, by tenant
 */
public record ReadableHeads(
    Map<TenantId, AuditHead> heads, Map<TenantId, DamagedHeadException> damaged) {

  /** Reads them; the damage of one keeps no other from being read. */
  public static ReadableHeads of(AuditLog log, Collection<TenantId> tenants) {
    Set<TenantId> left = new LinkedHashSet<>(tenants);
    Map<TenantId, DamagedHeadException> damaged = new HashMap<>();
    while (!left.isEmpty()) {
      try {
        return new ReadableHeads(log.heads(left), damaged);
      } catch (DamagedHeadException e) {
        if (!left.removeAll(e.damage().keySet())) {
          throw e; // it names none that was asked for: asking again would not end
        }
        e.damage()
            .forEach(
                (tenant, reason) ->
                    damaged.put(tenant, new DamagedHeadException(Map.of(tenant, reason))));
      }
    }
    return new ReadableHeads(Map.of(), damaged);
  }
}
