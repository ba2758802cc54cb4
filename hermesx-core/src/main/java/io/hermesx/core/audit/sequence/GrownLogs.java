// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.tenant.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The logs that a writer put something into since somebody asked, at most 10,000 of them: what is
 * beyond that is left to what the database says. Thread-safe.
 */
public final class GrownLogs {

  private static final int MOST = 10_000;

  private final Set<TenantId> logs = ConcurrentHashMap.newKeySet();

  GrownLogs() {}

  void after(LogWork work) {
    if (work.placed() > 0) {
      add(work.tenant());
    }
  }

  private void add(TenantId tenant) {
    if (logs.size() < MOST) {
      logs.add(tenant);
    }
  }

  /** Has tenants be taken again, because nothing came of it. */
  public void addAll(Collection<TenantId> tenants) {
    tenants.forEach(this::add);
  }

  /** Returns them; from now on they count anew. */
  public List<TenantId> take() {
    List<TenantId> taken = List.copyOf(logs);
    taken.forEach(logs::remove);
    return taken;
  }
}
