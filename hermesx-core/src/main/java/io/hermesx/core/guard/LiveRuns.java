// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The runs that are remembered, the longest unused first: each use moves a run to the end and drops
 * idle ones from the front, so a run in use is never forgotten and nothing needs a thread.
 * Thread-safe; its lock is held for a look-up, never while a run is judged.
 */
final class LiveRuns {

  private static final float LOAD_FACTOR = 0.75f;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, RunState> runs = new LinkedHashMap<>(16, LOAD_FACTOR, true);
  private final Map<TenantId, Integer> perTenant = new HashMap<>();
  private final LoopLimits limits;
  private final LoopRules rules;
  private final long idleMillis;
  private long now = Long.MIN_VALUE;

  LiveRuns(LoopLimits limits) {
    this.limits = limits;
    this.rules = new LoopRules(limits);
    this.idleMillis = limits.idleTime().toMillis();
  }

  /** Returns a run, new if need be; or null if there is no room for a new one. */
  @Nullable RunState open(TenantId tenant, RunId id, long millis) {
    lock.lock();
    try {
      advance(millis);
      Key key = new Key(tenant, id);
      RunState run = runs.get(key);
      if (run == null) {
        if (isFull(tenant)) {
          return null;
        }
        run = new RunState(limits, rules, now);
        runs.put(key, run);
        perTenant.merge(tenant, 1, Integer::sum);
      }
      run.usedAt(now);
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Returns a run that is remembered, or null. */
  @Nullable RunState find(TenantId tenant, RunId id, long millis) {
    lock.lock();
    try {
      advance(millis);
      RunState run = runs.get(new Key(tenant, id));
      if (run != null) {
        run.usedAt(now);
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Says why a tenant gets no new run. */
  LoopVerdict full(TenantId tenant) {
    lock.lock();
    try {
      boolean own = perTenant.getOrDefault(tenant, 0) >= limits.maxRunsPerTenant();
      return LoopRule.MAX_RUNS.full(own ? limits.maxRunsPerTenant() : limits.maxRuns());
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return runs.size();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(TenantId tenant) {
    return runs.size() >= limits.maxRuns()
        || perTenant.getOrDefault(tenant, 0) >= limits.maxRunsPerTenant();
  }

  private void advance(long millis) {
    now = Math.max(now, millis);
    Iterator<Map.Entry<Key, RunState>> eldest = runs.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<Key, RunState> entry = eldest.next();
      if (now - entry.getValue().usedAt() < idleMillis) {
        return;
      }
      eldest.remove();
      perTenant.computeIfPresent(
          entry.getKey().tenant(), (tenant, count) -> count == 1 ? null : count - 1);
    }
  }

  private record Key(TenantId tenant, RunId run) {}
}
