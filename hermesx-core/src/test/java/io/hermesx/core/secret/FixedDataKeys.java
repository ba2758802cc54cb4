// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * The same keys for every tenant, the first of them to seal with, so that only the format keeps
 * tenants apart.
 */
record FixedDataKeys(List<DataKey> keys) implements DataKeys {

  static FixedDataKeys of(DataKey... keys) {
    return new FixedDataKeys(List.of(keys));
  }

  @Override
  public DataKey current(TenantId tenant) {
    return keys.get(0);
  }

  @Override
  public Optional<DataKey> find(TenantId tenant, String reference) {
    return keys.stream().filter(key -> key.reference().equals(reference)).findFirst();
  }
}
