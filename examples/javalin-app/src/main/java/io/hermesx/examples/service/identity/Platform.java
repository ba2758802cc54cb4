// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.identity;

import io.hermesx.core.access.Rights;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeySecret;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The tenant of whoever runs the service, and its first key. */
public final class Platform {

  /** The platform's own tenant: the only one whose keys may administer others. */
  public static final TenantId TENANT = TenantId.named("hermesx-example-service");

  private static final String ADMIN = "admin";
  private static final String KEY_NAME = "bootstrap";
  private static final int MOST_KEYS = 1_000;

  private final Store store;
  private final AuditChain audit;
  private final IdSource ids;
  private final InstantSource clock;

  /** Works on a store and the chain over it. */
  public Platform(Store store, AuditChain audit, IdSource ids, InstantSource clock) {
    this.store = store;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Creates tenant, budget and key at the first start.
   *
   * @param budget what the tenant may spend
   * @param random where the key comes from
   * @return the key, this once; empty at every later start
   */
  public Optional<ApiKeySecret> bootstrap(Budget budget, RandomGenerator random) {
    ApiKeySecret secret = ApiKeySecret.issue(random);
    boolean first =
        store
            .forTenant(TENANT)
            .tx(
                tx -> {
                  if (!tx.tenants().create("Platform")) {
                    return false;
                  }
                  tx.budgets().define(budget);
                  create(tx, secret, "platform.bootstrapped");
                  return true;
                });
    return first ? Optional.of(secret) : Optional.empty();
  }

  /**
   * Creates another admin key and revokes those that this class created before: for an operator who
   * lost the last one.
   *
   * @param random where the key comes from
   */
  public ApiKeySecret replaceKey(RandomGenerator random) {
    ApiKeySecret secret = ApiKeySecret.issue(random);
    store
        .forTenant(TENANT)
        .run(
            tx -> {
              tx.apiKeys().list(Optional.empty(), MOST_KEYS).stream()
                  .filter(key -> key.name().equals(KEY_NAME))
                  .forEach(key -> tx.apiKeys().revoke(key.id()));
              create(tx, secret, "platform.key_replaced");
            });
    return secret;
  }

  private void create(TenantTx tx, ApiKeySecret secret, String event) {
    ApiKeyId id = new ApiKeyId(ids.next());
    Principal admin =
        new Principal(PrincipalKind.USER, ADMIN, Set.of(ADMIN), new Rights(Scopes.platform()));
    ApiKey key =
        new ApiKey(
            id, KEY_NAME, admin, secret.hint(), tx.now(), Optional.empty(), Optional.empty());
    tx.apiKeys().create(key, secret.hash());
    tx.audit()
        .stage(
            audit.prepare(
                AuditEvent.builder(TENANT, event, ids.next(), clock.instant())
                    .field("actor", "service:hermesx-example-service")
                    .field("subject", id.toString())
                    .build()));
  }

  /** Tells whether a caller may look beyond its own tenant, given that it has the scope. */
  public static boolean includes(Caller caller) {
    return caller.tenant().equals(TENANT);
  }
}
