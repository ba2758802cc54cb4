// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A store on a database, between which things go wrong, and the same seen by others. */
final class FaultyPostgres implements AutoCloseable {

  private final TestDatabase database = EmbeddedServer.database();
  private final FaultyWire wire = new FaultyWire(database.port());
  private final PostgresStore beside = database.emptyStore();
  private final PostgresStore store = wire.store(database, 1);
  private final RowDigests rows = RowDigests.of(database);

  /** The store that faults strike. */
  PostgresStore store() {
    return store;
  }

  /** Connections of a host, which the same faults strike. */
  DataSource host() {
    return wire.host(database);
  }

  /** The same rows through a store that nothing ever happens to. */
  Store beside() {
    return beside;
  }

  FaultyWire wire() {
    return wire;
  }

  /** What every row of some tenants amounts to. */
  Map<TenantId, String> rows(Collection<TenantId> tenants) {
    return rows.read(tenants);
  }

  void truncate() {
    database.truncate();
  }

  void advance(Duration by) {
    database.advance(by);
  }

  /** Ends the sessions of store and host, and with them whatever they are about, for good. */
  void endSessions() {
    database.endSessions(FaultyWire.NAME);
  }

  /** Sees to it that the store has a connection that works, and returns how it failed before. */
  List<StoreFailure> recover() {
    wire.disarm();
    wire.cutBroken();
    return FailuresUntil.kept(store, TenantId.named("nobody"), TenantTx::now);
  }

  @Override
  public void close() {
    rows.close();
    store.close();
    beside.close();
    wire.close();
  }
}
