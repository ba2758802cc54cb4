// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.store.Sweep;
import java.util.Collection;
import java.util.function.ToIntBiFunction;

/**
 * Forgets rows of every tenant whose time is over.
 *
 * @param name its name, for leases and logs
 * @param tenants the tenants
 * @param forget forgets at most so many of a tenant's rows and says how many
 */
record MemorySweep(
    String name,
    Collection<MemoryTenantStore> tenants,
    ToIntBiFunction<MemoryTenantStore, Integer> forget)
    implements Sweep {

  private static final int AT_A_TIME = 1_000;

  @Override
  public int run() {
    int forgotten = 0;
    for (MemoryTenantStore tenant : tenants) {
      if (forgotten == AT_A_TIME) {
        break;
      }
      forgotten += forget.applyAsInt(tenant, AT_A_TIME - forgotten);
    }
    return forgotten;
  }
}
