// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Somebody cancels whatever the application runs, as often as the server lets them: where a begin
 * is cancelled and nothing else, nothing of its transaction is kept either.
 */
@Timeout(240)
class CancelledStatementsTest {

  private static final int STEPS = 4_000;
  private static final String CANCEL =
      "select pg_cancel_backend(pid) from pg_stat_activity"
          + " where datname = current_database() and usename = 'hermesx_app'";

  private final TestDatabase database = EmbeddedServer.database();
  private final HopWorld world = new HopWorld(database);
  private final Promises promises = new Promises();

  @Test
  void cancelledWherever_nothingIsKeptThatWasSaidNotToBe() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (PostgresStore store = database.builder().poolSize(2).build()) {
      world.seed(store);
      List<HopStep> steps = new HopSteps(store, world, promises).writing();
      AtomicBoolean ended = new AtomicBoolean();
      Future<?> canceller = threads.submit(() -> cancel(ended));
      List<Future<?>> workers =
          List.of(threads.submit(() -> work(steps, 1)), threads.submit(() -> work(steps, 2)));
      for (Future<?> worker : workers) {
        worker.get();
      }
      ended.set(true);
      canceller.get();
    } finally {
      threads.shutdownNow();
    }

    world.assertWhole(promises);
  }

  private void work(List<HopStep> steps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < STEPS; i++) {
      TenantId tenant = world.tenants().get(random.nextInt(world.tenants().size()));
      try {
        steps.get(random.nextInt(steps.size())).on(tenant, random);
      } catch (StoreException e) {
        assertThat(e.getMessage()).contains("57014");
      }
    }
  }

  private Object cancel(AtomicBoolean ended) throws SQLException, InterruptedException {
    SplittableRandom random = new SplittableRandom(0);
    try (Connection connection = database.superuser().getConnection();
        Statement statement = connection.createStatement()) {
      while (!ended.get()) {
        statement.execute(CANCEL);
        if (random.nextInt(3) == 0) {
          Thread.sleep(0, random.nextInt(1_000_000));
        }
      }
    }
    return ended;
  }
}
