// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import io.hermesx.core.tenant.TenantId;
import java.util.Optional;

/**
 * The data keys of the tenants. No tenant gets the key of another, whatever reference it names.
 *
 * <p>Implementations are thread-safe. They may block, for a key service may be behind them; those
 * that ask one keep what it answered. Where the keys cannot be reached they throw a {@link
 * io.hermesx.core.HermesException}: an empty answer means that the key is gone, and nothing else.
 */
public interface DataKeys {

  /**
   * Returns the key that new data of a tenant is sealed with. What it answers today may differ from
   * what it answered yesterday; {@link #find} still finds the older keys.
   */
  DataKey current(TenantId tenant);

  /**
   * Returns the key that {@link DataKey#reference} names.
   *
   * @param reference any text, also one that no key can have
   * @return the key, or empty if the tenant has none of that name: it was erased, or never was
   */
  Optional<DataKey> find(TenantId tenant, String reference);
}
