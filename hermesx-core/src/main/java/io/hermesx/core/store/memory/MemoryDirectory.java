// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.store.Directory;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.step.PageSize;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;

/** What can be asked before the tenant is known. Each answer is a short transaction of a tenant. */
final class MemoryDirectory implements Directory {

  private final ConcurrentMap<TenantId, MemoryTenantStore> tenants;
  private final MemoryShared shared;

  MemoryDirectory(ConcurrentMap<TenantId, MemoryTenantStore> tenants, MemoryShared shared) {
    this.tenants = tenants;
    this.shared = shared;
  }

  @Override
  public Optional<ApiKeyGrant> findApiKey(Sha256 hash) {
    shared.turnstile().requireOpen();
    return Optional.ofNullable(shared.keyOwners().get(hash))
        .map(tenants::get)
        .flatMap(tenant -> tenant.grantOf(hash));
  }

  @Override
  public List<Tenant> tenants(PreparedEvent onRecord, Optional<TenantId> after, int limit) {
    PageSize.require(limit);
    shared.turnstile().requireOpen();
    if (!shared.stage().stage(onRecord.tenant(), List.of(onRecord))) {
      throw new StoreException(
          "the look across tenants has no audit event of its own; pass one that is not on record",
          StoreFailure.REFUSED);
    }
    Map<TenantId, MemoryTenantStore> sorted = new TreeMap<>(tenants);
    return sorted.values().stream()
        .filter(tenant -> after.isEmpty() || tenant.tenant().compareTo(after.get()) > 0)
        .flatMap(tenant -> tenant.row().stream())
        .limit(limit)
        .toList();
  }
}
