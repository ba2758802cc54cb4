// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.store.Directory;
import io.hermesx.core.store.Leases;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A {@link Store} in the memory of this JVM: every promise of the contract but durability. A host
 * runs on it without any server, and other stores are tested against it.
 *
 * <p>Transactions of one tenant run one after another, those of different tenants side by side. A
 * thread has one transaction open at a time; opening a second one, even of another tenant, is
 * refused with an {@link IllegalStateException}, since two threads that did so could wait for each
 * other for ever.
 *
 * <p>What is recorded stays until the process ends, about 1.3 KB for a call besides its audit
 * events, and so does a small entry for every tenant ever asked for. Reservations that ended more
 * than 24 hours ago, and answers to repeatable writes as old, are removed by {@link #sweeps}.
 *
 * <p>Thread-safe. Does no I/O; {@link TenantStore#tx} waits while another transaction of the same
 * tenant runs.
 */
public final class MemoryStore implements Store {

  private final MemoryAuditLog auditLog = new MemoryAuditLog();
  private final ConcurrentMap<TenantId, MemoryTenantStore> tenants = new ConcurrentHashMap<>();
  private final MemoryShared shared;
  private final Directory directory;
  private final Leases leases;
  private final List<Sweep> sweeps;

  private MemoryStore(InstantSource clock) {
    this.shared = MemoryShared.create(new TransactionClock(clock), auditLog::stage);
    this.directory = new MemoryDirectory(tenants, shared);
    this.leases = new MemoryLeases(shared.turnstile(), shared.clock());
    this.sweeps =
        List.of(
            new MemorySweep(
                "memory-store.reservations",
                tenants.values(),
                MemoryTenantStore::forgetReservations),
            new MemorySweep(
                "memory-store.idempotency",
                tenants.values(),
                MemoryTenantStore::forgetIdempotencyKeys));
  }

  /**
   * Returns an empty store.
   *
   * @param clock the store's clock. Where it goes back, transactions keep the latest time it showed
   */
  public static MemoryStore create(InstantSource clock) {
    return new MemoryStore(clock);
  }

  @Override
  public TenantStore forTenant(TenantId tenant) {
    return tenants.computeIfAbsent(tenant, id -> new MemoryTenantStore(id, shared));
  }

  @Override
  public AuditLog auditLog() {
    return auditLog;
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public List<Sweep> sweeps() {
    return sweeps;
  }

  /**
   * Closes the store. Transactions under way come to their end; later ones are refused with a
   * {@link io.hermesx.core.store.StoreException}. Closing twice does nothing.
   */
  @Override
  public void close() {
    shared.turnstile().close();
  }
}
