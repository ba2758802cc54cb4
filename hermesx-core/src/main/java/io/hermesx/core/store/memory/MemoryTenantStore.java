// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import static java.util.Objects.requireNonNull;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.store.step.Turnstile;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Everything of one tenant behind one lock. A transaction changes the rows in place and writes down
 * how to take each change back; where it does not come to its end, that is done in reverse order
 * before anybody else gets the lock. Staging the audit events is the last thing that can fail.
 */
final class MemoryTenantStore implements TenantStore {

  private final ReentrantLock lock = new ReentrantLock();
  private final TenantRows rows = new TenantRows();
  private final TenantId tenant;
  private final Turnstile turnstile;
  private final TransactionClock clock;
  private final AuditStage stage;
  private final ConcurrentMap<Sha256, TenantId> keyOwners;

  MemoryTenantStore(TenantId tenant, MemoryShared shared) {
    this.tenant = tenant;
    this.turnstile = shared.turnstile();
    this.clock = shared.clock();
    this.stage = shared.stage();
    this.keyOwners = shared.keyOwners();
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public <T> T tx(Function<TenantTx, T> work) {
    return inTurn(now -> run(new MemoryTx(this, now, rows, true), work));
  }

  @Override
  public <T> T readOnly(Function<TenantTx, T> work) {
    return inTurn(now -> run(new MemoryTx(this, now, rows, false), work));
  }

  ConcurrentMap<Sha256, TenantId> keyOwners() {
    return keyOwners;
  }

  /** Forgets reservations that ended long ago, at most {@code limit} of them. */
  int forgetReservations(int limit) {
    return inTurn(now -> rows.ledger.forget(now, limit));
  }

  /** Forgets idempotency keys that were taken long ago, at most {@code limit} of them. */
  int forgetIdempotencyKeys(int limit) {
    return inTurn(now -> rows.idempotency.forget(now, limit));
  }

  /** The tenant's own row. */
  Optional<Tenant> row() {
    return inTurn(now -> Optional.ofNullable(rows.tenant));
  }

  /** What presenting the key of this hash amounts to now. */
  Optional<ApiKeyGrant> grantOf(Sha256 hash) {
    return inTurn(now -> grantOf(hash, now));
  }

  private Optional<ApiKeyGrant> grantOf(Sha256 hash, Instant now) {
    Tenant row = rows.tenant;
    UUID id = rows.apiKeys.byHash.get(hash);
    if (row == null || id == null) {
      return Optional.empty();
    }
    ApiKey key = requireNonNull(rows.apiKeys.byId.get(id));
    return Optional.of(new ApiKeyGrant(tenant, row.status(), key, key.stateAt(now)));
  }

  private <T> T run(MemoryTx tx, Function<TenantTx, T> work) {
    try {
      T result = work.apply(tx);
      tx.commit(stage);
      return result;
    } finally {
      tx.end();
    }
  }

  private <T> T inTurn(Function<Instant, T> step) {
    turnstile.enter();
    try {
      lock.lock();
      try {
        turnstile.requireOpen();
        return step.apply(clock.now());
      } finally {
        lock.unlock();
      }
    } finally {
      turnstile.leave();
    }
  }
}
