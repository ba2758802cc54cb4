// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.ratelimit.arithmetic.KeyDigest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Plan;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys on record. They also stand in a ring; a sweep looks at the next few and drops those that
 * have ended. Not thread-safe: guarded by the lock of its limiter.
 */
final class MemoryKeys {

  private static final int SWEPT_PER_CALL = 4;

  /** Not all of them: who is out of room would make each of its calls slow for everybody. */
  private static final int SWEPT_FOR_ROOM = 64;

  private final Plan plan;
  private final Map<Object, MemoryKey> keys = new HashMap<>();
  private final ArrayDeque<MemoryKey> ring = new ArrayDeque<>();
  private final Map<TenantId, Integer> perTenant = new HashMap<>();
  private final int max;
  private final int maxPerTenant;

  MemoryKeys(Plan plan, int max, int maxPerTenant) {
    this.plan = plan;
    this.max = max;
    this.maxPerTenant = maxPerTenant;
  }

  /** Returns the keys of a request, on record or new ones that are not kept yet. */
  MemoryKey[] find(RateRequest request, List<Layer> layers, long now) {
    MemoryKey[] found = new MemoryKey[layers.size()];
    for (int i = 0; i < found.length; i++) {
      Layer layer = layers.get(i);
      Object name = KeyDigest.of(layer, request);
      MemoryKey key = keys.get(name);
      found[i] = key == null ? new MemoryKey(name, request.tenant(), layer) : key;
      found[i].become(layer, now);
    }
    return found;
  }

  /** Returns what {@link #find} would, to be changed without consequence. */
  MemoryKey[] copies(RateRequest request, List<Layer> layers, long now) {
    MemoryKey[] copies = new MemoryKey[layers.size()];
    for (int i = 0; i < copies.length; i++) {
      Layer layer = layers.get(i);
      Object name = KeyDigest.of(layer, request);
      MemoryKey key = keys.get(name);
      copies[i] = key == null ? new MemoryKey(name, request.tenant(), layer) : key.copy();
      copies[i].become(layer, now);
    }
    return copies;
  }

  /** Looks at the next few keys and drops those that have ended. */
  void sweep(long now) {
    sweep(SWEPT_PER_CALL, now);
  }

  /**
   * Keeps those that are new, all or none.
   *
   * @throws RateLimiterUnavailableException if there is no room for them
   */
  void keep(MemoryKey[] found, TenantId tenant, long now) {
    int missing = 0;
    for (MemoryKey key : found) {
      missing += key.kept ? 0 : 1;
    }
    if (missing == 0) {
      return;
    }
    if (!hasRoom(missing, tenant)) {
      sweep(SWEPT_FOR_ROOM, now);
      requireRoom(missing, tenant);
    }
    for (MemoryKey key : found) {
      if (!key.kept) {
        key.kept = true;
        keys.put(key.name, key);
        ring.addLast(key);
        perTenant.merge(key.tenant, 1, Integer::sum);
      }
    }
  }

  int size() {
    return keys.size();
  }

  private void sweep(int atMost, long now) {
    for (int i = Math.min(atMost, ring.size()); i > 0; i--) {
      MemoryKey key = ring.removeFirst();
      key.become(plan.inForce(key.layer, key.tenant), now);
      if (key.ended(now)) {
        drop(key);
      } else {
        ring.addLast(key);
      }
    }
  }

  private void drop(MemoryKey key) {
    key.kept = false;
    keys.remove(key.name);
    perTenant.computeIfPresent(key.tenant, (tenant, count) -> count == 1 ? null : count - 1);
  }

  private boolean hasRoom(int missing, TenantId tenant) {
    return keys.size() + missing <= max
        && perTenant.getOrDefault(tenant, 0) + missing <= maxPerTenant;
  }

  private void requireRoom(int missing, TenantId tenant) {
    if (!hasRoom(missing, tenant)) {
      throw new RateLimiterUnavailableException(
          "the rate limiter has no room for a new key and forgets none in use: "
              + keys.size()
              + " of "
              + max
              + " keys in use, at most "
              + maxPerTenant
              + " for a tenant; raise maxKeys or maxKeysPerTenant, or count by fewer dimensions");
    }
  }
}
