// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.ApiKeyTable.API_KEYS;
import static io.hermesx.store.postgres.ApiKeyTable.COLUMNS;
import static io.hermesx.store.postgres.ApiKeyTable.CREATED_AT;
import static io.hermesx.store.postgres.ApiKeyTable.EXPIRES_AT;
import static io.hermesx.store.postgres.ApiKeyTable.HINT;
import static io.hermesx.store.postgres.ApiKeyTable.ID;
import static io.hermesx.store.postgres.ApiKeyTable.KEY_HASH;
import static io.hermesx.store.postgres.ApiKeyTable.NAME;
import static io.hermesx.store.postgres.ApiKeyTable.PRINCIPAL;
import static io.hermesx.store.postgres.ApiKeyTable.REVOKED_AT;
import static io.hermesx.store.postgres.ApiKeyTable.TENANT_ID;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeyState;
import io.hermesx.core.auth.apikey.ApiKeys;
import io.hermesx.core.store.step.PageSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The API keys of a tenant inside one transaction. */
final class PostgresApiKeys implements ApiKeys {

  private final PostgresTx tx;

  PostgresApiKeys(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public ApiKey create(ApiKey key, Sha256 hash) {
    DSLContext sql = tx.writing();
    ApiKey fresh = key.createdAt(tx.now());
    ApiKeyState state = fresh.stateAt(tx.now());
    if (state != ApiKeyState.ACTIVE) {
      throw new IllegalArgumentException("a new API key is " + state + ", allowed: ACTIVE");
    }
    if (insert(sql, fresh, hash) == 1) {
      return fresh;
    }
    if (new PostgresTenants(tx).find().isEmpty()) {
      throw new IllegalStateException(
          "tenant " + tx.tenant() + " has no row of its own; call tenants().create(name) first");
    }
    throw new IllegalArgumentException(
        "API key " + key.id() + " or its text is on record; issue each afresh");
  }

  /** Writes the row if the tenant has one of its own, and id and hash are new. */
  private int insert(DSLContext sql, ApiKey key, Sha256 hash) {
    Map<Field<?>, Object> row = new LinkedHashMap<>(PRINCIPAL.of(key.principal()));
    row.put(TENANT_ID, tx.tenantId());
    row.put(ID, key.id().value());
    row.put(NAME, key.name());
    row.put(HINT, key.hint());
    row.put(KEY_HASH, hash.octets());
    row.put(CREATED_AT, key.createdAt());
    key.expiresAt().ifPresent(at -> row.put(EXPIRES_AT, at));
    List<Field<?>> values = new ArrayList<>();
    row.forEach((column, value) -> values.add(DSL.val(value, column)));
    return sql.insertInto(API_KEYS)
        .columns(row.keySet())
        .select(
            sql.select(values)
                .from(TenantTable.TENANTS)
                .where(TenantTable.TENANT_ID.eq(tx.tenantId())))
        .onConflictDoNothing()
        .execute();
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    return tx.reading()
        .select(COLUMNS)
        .from(API_KEYS)
        .where(is(id))
        .fetchOptional(ApiKeyTable::read);
  }

  @Override
  public List<ApiKey> list(Optional<ApiKeyId> before, int limit) {
    DSLContext sql = tx.reading();
    Condition mine = TENANT_ID.eq(tx.tenantId());
    return sql.select(COLUMNS)
        .from(API_KEYS)
        .where(before.isPresent() ? mine.and(ID.lt(before.get().value())) : mine)
        .orderBy(ID.desc())
        .limit(PageSize.require(limit))
        .fetch(ApiKeyTable::read);
  }

  @Override
  public boolean revoke(ApiKeyId id) {
    return tx.writing()
            .update(API_KEYS)
            .set(REVOKED_AT, ServerTime.notBefore(CREATED_AT))
            .where(is(id).and(REVOKED_AT.isNull()))
            .execute()
        == 1;
  }

  private Condition is(ApiKeyId id) {
    return TENANT_ID.eq(tx.tenantId()).and(ID.eq(id.value()));
  }
}
