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
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The tenant of whoever runs the service, and its first key. */
public final class Platform {

  /** The platform's own tenant: the only one whose keys may administer others. */
  public static final TenantId TENANT = TenantId.named("hermesx-example-service");

  private static final String ADMIN = "admin";

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
    ApiKeyId id = new ApiKeyId(ids.next());
    Principal admin =
        new Principal(PrincipalKind.USER, ADMIN, Set.of(ADMIN), new Rights(Scopes.platform()));
    boolean first =
        store
            .forTenant(TENANT)
            .tx(
                tx -> {
                  if (!tx.tenants().create("Platform")) {
                    return false;
                  }
                  tx.budgets().define(budget);
                  Instant now = tx.now();
                  tx.apiKeys()
                      .create(
                          new ApiKey(
                              id,
                              "bootstrap",
                              admin,
                              secret.hint(),
                              now,
                              Optional.empty(),
                              Optional.empty()),
                          secret.hash());
                  tx.audit()
                      .stage(
                          audit.prepare(
                              AuditEvent.builder(
                                      TENANT, "platform.bootstrapped", ids.next(), clock.instant())
                                  .field("actor", "service:hermesx-example-service")
                                  .field("subject", id.toString())
                                  .build()));
                  return true;
                });
    return first ? Optional.of(secret) : Optional.empty();
  }

  /** Tells whether a caller may look beyond its own tenant, given that it has the scope. */
  public static boolean includes(Caller caller) {
    return caller.tenant().equals(TENANT);
  }
}
