// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.pricing;

import io.hermesx.core.tenant.TenantId;
import java.util.Map;
import java.util.Optional;

/** The same fixed prices for every tenant. */
record FixedPriceBook(String version, Map<String, ModelPrice> models, Map<String, Long> tools)
    implements PriceBook {

  FixedPriceBook {
    tools.forEach(
        (tool, price) -> {
          if (price < 0) {
            throw new IllegalArgumentException(
                "tool " + tool + " costs " + price + " nano-USD, allowed: 0 or more");
          }
        });
  }

  @Override
  public Optional<ModelPrice> model(TenantId tenant, String model) {
    return Optional.ofNullable(models.get(model));
  }

  @Override
  public long tool(TenantId tenant, String tool) {
    return tools.getOrDefault(tool, 0L);
  }
}
