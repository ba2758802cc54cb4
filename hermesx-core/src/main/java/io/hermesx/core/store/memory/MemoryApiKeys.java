// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeyState;
import io.hermesx.core.auth.apikey.ApiKeys;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;

/** The API keys of a tenant inside one transaction. */
final class MemoryApiKeys implements ApiKeys {

  private final MemoryTx tx;
  private final TenantRows rows;
  private final ConcurrentMap<Sha256, TenantId> owners;

  MemoryApiKeys(MemoryTx tx, TenantRows rows, ConcurrentMap<Sha256, TenantId> owners) {
    this.tx = tx;
    this.rows = rows;
    this.owners = owners;
  }

  @Override
  public ApiKey create(ApiKey key, Sha256 hash) {
    tx.requireWritable();
    ApiKey fresh = key.createdAt(tx.now());
    if (fresh.stateAt(tx.now()) != ApiKeyState.ACTIVE) {
      throw new IllegalArgumentException(
          "a new API key is " + fresh.stateAt(tx.now()) + ", allowed: ACTIVE");
    }
    if (rows.tenant == null) {
      throw new IllegalStateException(
          "tenant " + tx.tenant() + " has no row of its own; call tenants().create(name) first");
    }
    UUID id = key.id().value();
    if (rows.apiKeys.byId.containsKey(id) || owners.putIfAbsent(hash, tx.tenant()) != null) {
      throw new IllegalArgumentException(
          "API key " + id + " or its text is on record; issue each afresh");
    }
    tx.undo(
        () -> {
          rows.apiKeys.byId.remove(id);
          rows.apiKeys.byHash.remove(hash);
          owners.remove(hash);
        });
    rows.apiKeys.byId.put(id, fresh);
    rows.apiKeys.byHash.put(hash, id);
    return fresh;
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    tx.requireUsable();
    return Optional.ofNullable(rows.apiKeys.byId.get(id.value()));
  }

  @Override
  public List<ApiKey> list(Optional<ApiKeyId> before, int limit) {
    tx.requireUsable();
    return NewestFirst.page(rows.apiKeys.byId, before.map(ApiKeyId::value), limit, row -> true);
  }

  @Override
  public boolean revoke(ApiKeyId id) {
    tx.requireWritable();
    ApiKey key = rows.apiKeys.byId.get(id.value());
    if (key == null || key.revokedAt().isPresent()) {
      return false;
    }
    tx.undo(() -> rows.apiKeys.byId.put(id.value(), key));
    rows.apiKeys.byId.put(id.value(), key.revokedAt(tx.now()));
    return true;
  }
}
