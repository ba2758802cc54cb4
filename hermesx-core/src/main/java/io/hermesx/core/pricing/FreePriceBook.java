// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.pricing;

import io.hermesx.core.tenant.TenantId;
import java.util.Optional;

/** Everything is free. */
enum FreePriceBook implements PriceBook {
  INSTANCE;

  @Override
  public String version() {
    return "free";
  }

  @Override
  public Optional<ModelPrice> model(TenantId tenant, String model) {
    return Optional.of(ModelPrice.FREE);
  }

  @Override
  public long tool(TenantId tenant, String tool) {
    return 0;
  }
}
