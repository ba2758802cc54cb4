// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;

/** How many entries all stripes may keep together. Thread-safe. */
final class Room {

  private final AtomicInteger used = new AtomicInteger();
  private final int max;
  private final int maxPerTenant;

  Room(int max, int maxPerTenant) {
    this.max = max;
    this.maxPerTenant = maxPerTenant;
  }

  /** Takes room for a tenant that has some already, or takes none. */
  boolean take(int count, int tenantHas) {
    if (count == 0) {
      return true;
    }
    if (tenantHas + count > maxPerTenant) {
      return false;
    }
    if (used.addAndGet(count) > max) {
      used.addAndGet(-count);
      return false;
    }
    return true;
  }

  void giveBack() {
    used.decrementAndGet();
  }

  int used() {
    return used.get();
  }

  @Override
  public String toString() {
    return used + " of " + max + " keys in use, at most " + maxPerTenant + " for a tenant";
  }
}
