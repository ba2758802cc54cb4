// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.time.Instant;
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

  MemoryTenantStore(
      TenantId tenant, Turnstile turnstile, TransactionClock clock, AuditStage stage) {
    this.tenant = tenant;
    this.turnstile = turnstile;
    this.clock = clock;
    this.stage = stage;
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public <T> T tx(Function<TenantTx, T> work) {
    return inTurn(now -> run(new MemoryTx(tenant, now, rows, true), work));
  }

  @Override
  public <T> T readOnly(Function<TenantTx, T> work) {
    return inTurn(now -> run(new MemoryTx(tenant, now, rows, false), work));
  }

  /** Forgets reservations that ended long ago, at most {@code limit} of them. */
  int forgetReservations(int limit) {
    return inTurn(now -> rows.ledger.forget(now, limit));
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
