// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.pricing;

import io.hermesx.core.tenant.TenantId;
import java.util.Map;
import java.util.Optional;

/**
 * What things cost, by tenant. A model without a price is not asked: a budget could not bound it.
 * Implementations are thread-safe and answer from memory.
 */
public interface PriceBook {

  /** Returns the version of the prices; it goes into each usage event. */
  String version();

  /** Returns what a model costs the tenant, if that is known. */
  Optional<ModelPrice> model(TenantId tenant, String model);

  /** Returns what one call of a tool costs the tenant, in nano-USD; 0 where nothing is charged. */
  long tool(TenantId tenant, String tool);

  /** Prices that are the same for every tenant: models by name, and tools in nano-USD a call. */
  static PriceBook of(String version, Map<String, ModelPrice> models, Map<String, Long> tools) {
    return new FixedPriceBook(version, Map.copyOf(models), Map.copyOf(tools));
  }

  /** A book in which every model and every tool costs nothing. Choosing it is explicit. */
  static PriceBook free() {
    return FreePriceBook.INSTANCE;
  }
}
