// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The permits that were given back, each remembered until it could give nothing back any more. Not
 * thread-safe.
 */
final class ReturnedPermits {

  private static final int SWEPT_PER_CALL = 4;
  private static final int SWEPT_FOR_ROOM = 64;

  private final Set<UUID> ids = new HashSet<>();
  private final ArrayDeque<Returned> ring = new ArrayDeque<>();
  private final int max;

  ReturnedPermits(int max) {
    this.max = max;
  }

  /** Notes a permit; false if it was noted before, is worth nothing, or there is no room. */
  boolean add(RatePermit permit, long end, long now) {
    sweep(ids.size() < max ? SWEPT_PER_CALL : SWEPT_FOR_ROOM, now);
    if (end <= now || ids.size() >= max || !ids.add(permit.id())) {
      return false;
    }
    ring.addLast(new Returned(permit.id(), end));
    return true;
  }

  int size() {
    return ids.size();
  }

  private void sweep(int atMost, long now) {
    for (int i = Math.min(atMost, ring.size()); i > 0; i--) {
      Returned next = ring.removeFirst();
      if (next.end() <= now) {
        ids.remove(next.id());
      } else {
        ring.addLast(next);
      }
    }
  }

  private record Returned(UUID id, long end) {}
}
