// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.store.Sweep;
import java.util.Collection;

/** Forgets reservations of every tenant that ended long ago. */
final class ReservationSweep implements Sweep {

  private static final int AT_A_TIME = 1_000;

  private final Collection<MemoryTenantStore> tenants;

  ReservationSweep(Collection<MemoryTenantStore> tenants) {
    this.tenants = tenants;
  }

  @Override
  public String name() {
    return "memory-store.reservations";
  }

  @Override
  public int run() {
    int forgotten = 0;
    for (MemoryTenantStore tenant : tenants) {
      if (forgotten == AT_A_TIME) {
        break;
      }
      forgotten += tenant.forgetReservations(AT_A_TIME - forgotten);
    }
    return forgotten;
  }
}
