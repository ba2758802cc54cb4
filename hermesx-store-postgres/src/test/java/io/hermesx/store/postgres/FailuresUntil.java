// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How a store comes back, seen by somebody who only ever does the same work again. */
final class FailuresUntil {

  private static final int PATIENCE = 100;

  private FailuresUntil() {}

  /** Does work until it is kept, and returns how it failed before. */
  static List<StoreFailure> kept(Store store, TenantId tenant, Consumer<TenantTx> work) {
    List<StoreFailure> failures = new ArrayList<>();
    while (failures.size() < PATIENCE) {
      try {
        store.forTenant(tenant).run(work);
        return failures;
      } catch (StoreException e) {
        failures.add(e.failure());
      }
    }
    throw new AssertionError("the store did not come back: " + failures);
  }
}
