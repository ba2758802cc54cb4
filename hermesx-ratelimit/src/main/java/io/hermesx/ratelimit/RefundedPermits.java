// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The permits that a tenant gave back, each remembered until it could give nothing back any more.
 * Not thread-safe but for the room, which all tenants share.
 */
final class RefundedPermits {

  private static final int SWEPT_PER_CALL = 4;

  private final Set<UUID> ids = new HashSet<>();
  private final ArrayDeque<Refunded> ring = new ArrayDeque<>();
  private final Capacity capacity;

  RefundedPermits(Capacity capacity) {
    this.capacity = capacity;
  }

  /** Notes a permit; false if it was noted before, is worth nothing, or there is no room. */
  boolean add(UUID permit, long end, long now) {
    sweep(SWEPT_PER_CALL, now);
    if (end <= now || ids.contains(permit) || !hasRoom(now)) {
      return false;
    }
    ids.add(permit);
    ring.addLast(new Refunded(permit, end));
    return true;
  }

  void clear() {
    ids.forEach(id -> capacity.free());
    ids.clear();
    ring.clear();
  }

  private boolean hasRoom(long now) {
    if (capacity.take(ids.size(), 1)) {
      return true;
    }
    sweep(ring.size(), now);
    return capacity.take(ids.size(), 1);
  }

  private void sweep(int atMost, long now) {
    for (int i = Math.min(atMost, ring.size()); i > 0; i--) {
      Refunded next = ring.removeFirst();
      if (next.end() <= now) {
        ids.remove(next.id());
        capacity.free();
      } else {
        ring.addLast(next);
      }
    }
  }

  private record Refunded(UUID id, long end) {}
}
