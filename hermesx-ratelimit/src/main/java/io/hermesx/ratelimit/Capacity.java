// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;

/** How much may be on record, of all tenants and of one. Thread-safe. */
final class Capacity {

  private final int max;
  private final int maxPerTenant;
  private final AtomicInteger taken = new AtomicInteger();

  Capacity(int max, int maxPerTenant) {
    this.max = max;
    this.maxPerTenant = maxPerTenant;
  }

  /** Takes room for some more of a tenant that has so many; all or nothing. */
  boolean take(int held, int more) {
    if (!hasRoom(held, more)) {
      return false;
    }
    if (taken.addAndGet(more) > max) {
      taken.addAndGet(-more);
      return false;
    }
    return true;
  }

  /** Tells whether one tenant has no room for some more, whatever the others have. */
  boolean hasRoom(int held, int more) {
    return held <= maxPerTenant - more;
  }

  void free() {
    taken.decrementAndGet();
  }

  boolean isFull() {
    return taken.get() >= max;
  }

  int taken() {
    return taken.get();
  }

  int max() {
    return max;
  }

  int maxPerTenant() {
    return maxPerTenant;
  }
}
