// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.tenant.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys that all tenants count on together. Its lock is the last that a call takes: after that
 * of the tenant's room, and nobody who holds it waits for another.
 */
final class CommonKeys {

  final ReentrantLock lock = new ReentrantLock();
  final LocalKeys keys;
  private final Map<TenantId, Integer> held = new ConcurrentHashMap<>();

  CommonKeys(Capacity capacity) {
    this.keys =
        new LocalKeys(
            key -> {
              capacity.free();
              held.computeIfPresent(key.holder, (tenant, count) -> count == 1 ? null : count - 1);
            });
  }

  void add(LocalKey key, long now) {
    keys.add(key, now);
    held.merge(key.holder, 1, Integer::sum);
  }

  /** Returns how many of them a tenant was the first to use. */
  int heldBy(TenantId tenant) {
    return held.isEmpty() ? 0 : held.getOrDefault(tenant, 0);
  }
}
