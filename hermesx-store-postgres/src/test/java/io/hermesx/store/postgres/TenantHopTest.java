// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand threads that hop from tenant to tenant over two connections, while statements are
 * cancelled and time out, threads are interrupted and back ends are ended: no row of another
 * tenant, ever, and nothing half kept.
 */
@Timeout(180)
class TenantHopTest {

  private static final int THREADS = 1_000;
  private static final int ROUNDS = 20;
  private static final int CONNECTIONS = 2;

  private final TestDatabase database = EmbeddedServer.database();
  private final HopWorld world = new HopWorld(database);

  private PostgresStoreBuilder patient() {
    return database
        .builder()
        .connectionTimeout(Duration.ofMinutes(2))
        .statementTimeout(Duration.ofMillis(250));
  }

  @Test
  void threads_overTwoConnections_neverMeetAnotherTenant() throws Exception {
    try (PostgresStore store = patient().poolSize(CONNECTIONS).build()) {
      hop("direct", store);
    }
  }

  @Test
  void threads_overTwoConnectionsOfPgBouncer_neverMeetAnotherTenant() throws Exception {
    try (PgBouncer bouncer = PgBouncer.start(database, CONNECTIONS);
        PostgresStore store = patient().url(bouncer.url(database)).poolSize(50).build()) {
      hop("PgBouncer", store);
    }
  }

  private void hop(String name, PostgresStore store) throws Exception {
    world.seed(store);
    Promises promises = new Promises();
    Hop hop = new Hop(world.tenants(), new HopSteps(store, world, promises).all());
    try (Disturber disturber = new Disturber(database)) {
      long begin = System.nanoTime();
      HopReport report = hop.run(THREADS, ROUNDS, disturber);
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      System.out.println("hop " + name + ": " + report + ", " + disturber + ", " + millis + " ms");

      assertThat(report.surprises()).isEmpty();
      assertThat(report.foreignRows()).isZero();
    }
    world.assertWhole(promises);
  }
}
