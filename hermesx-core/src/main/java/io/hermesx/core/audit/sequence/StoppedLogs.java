// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The logs that did not take what a writer last put behind their end, and why; at most 1,000 of
 * them. One that takes something again is none any more. Thread-safe.
 */
public final class StoppedLogs {

  private static final int MOST = 1_000;

  private final Map<TenantId, String> reasons = new ConcurrentHashMap<>();

  StoppedLogs() {}

  void after(LogWork work) {
    TenantId tenant = work.tenant();
    if (work.placed() > 0) {
      reasons.remove(tenant);
    }
    work.stopped()
        .filter(reason -> reasons.size() < MOST || reasons.containsKey(tenant))
        .ifPresent(reason -> reasons.put(tenant, reason));
  }

  /** Returns what is wrong with each; from now on they count anew. */
  public Map<TenantId, String> take() {
    Map<TenantId, String> taken = new HashMap<>(reasons);
    taken.forEach(reasons::remove);
    return taken;
  }
}
