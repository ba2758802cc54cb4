// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * The little that must be known before a tenant is: whose an API key is, and which tenants there
 * are. Thread-safe; blocks on I/O where there is any.
 */
public interface Directory {

  /**
   * Returns what presenting an API key amounts to; empty if no tenant has such a key. A miss does
   * the same work as a hit.
   *
   * @param hash what {@link io.hermesx.core.auth.apikey.ApiKeySecret#hash} says of its text
   * @throws StoreException if the store is away
   */
  Optional<ApiKeyGrant> findApiKey(Sha256 hash);

  /**
   * Returns tenants that have a row of their own, in ascending order of id. It is for operators:
   * who offers it to callers checks that they may see every tenant.
   *
   * <p>Nobody looks across tenants unseen: the event is staged in the same transaction, and where
   * it cannot be, nothing is answered.
   *
   * @param onRecord says in the trail of its own tenant, such as that of whoever runs the service,
   *     who looks; an event that is not on record yet
   * @param after only tenants with a larger id, or empty to start at the smallest
   * @param limit 1 to 1,000
   * @throws IllegalArgumentException if the limit is out of its range
   * @throws StoreException if the event is on record already, or the store is away
   */
  List<Tenant> tenants(PreparedEvent onRecord, Optional<TenantId> after, int limit);
}
