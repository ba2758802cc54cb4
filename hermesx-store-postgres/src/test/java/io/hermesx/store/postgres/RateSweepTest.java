// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.RateTellers.ACME;
import static io.hermesx.store.postgres.RateTellers.acquire;
import static io.hermesx.store.postgres.RateTellers.call;
import static io.hermesx.store.postgres.RateTellers.layers;
import static io.hermesx.store.postgres.RateTellers.one;
import static io.hermesx.store.postgres.RateTellers.remaining;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.tenant.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody needs any more disappears, and nothing else. */
class RateSweepTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final List<Layer> MINUTE =
      layers(RateLimit.requests("ten", 10, Duration.ofMinutes(1)).per(Dimension.USER));
  private static final List<Layer> WEEK =
      layers(RateLimit.requests("ten-a-week", 10, Duration.ofDays(7)).per(Dimension.USER));

  private PostgresStore store;
  private PostgresRateBackend backend;

  @BeforeEach
  void open() {
    DATABASE.truncate();
    clock("pg_catalog.transaction_timestamp()");
    store = DATABASE.store();
    backend = RateTellers.open(DATABASE, 2);
  }

  @AfterEach
  void close() {
    backend.close();
    store.close();
  }

  @Test
  void run_keysOfManyTenantsThatAreIdle_leavesThoseInUse() throws SQLException {
    for (int i = 0; i < 20; i++) {
      TenantId tenant = TenantId.named("tenant-" + i);
      List<Command> acquires =
          IntStream.range(0, 400)
              .mapToObj(n -> Command.acquire(call(tenant, "user-" + n), MINUTE, UUID.randomUUID()))
              .toList();
      backend.execute(acquires, RateTellers.PATIENCE);
    }
    acquire(backend, call("alice"), WEEK);
    RatePermit permit = acquire(backend, call("bob"), MINUTE).decision().permit().orElseThrow();
    one(backend, Command.about(Kind.REFUND, permit, MINUTE));
    Layer all = new Layer(RateLimit.requests("all", 10, Duration.ofHours(1)).acrossTenants());
    one(
        backend,
        Command.block(Kind.LEASE, call("alice"), all, new Block(1, 5, RateTellers.soon())));

    assertThat(sweep().run()).isZero();
    clock("pg_catalog.transaction_timestamp() + interval '5 hours'");
    int first = sweep().run();
    int second = sweep().run();

    assertThat(first).isBetween(5_000, 5_002);
    assertThat(first + second).isEqualTo(20 * 400 + 3);
    assertThat(sweep().run()).isZero();
    assertThat(remaining(backend, call("alice"), WEEK)).containsExactly(9L);
    assertThat(rows()).isEqualTo("1");
  }

  @Test
  void run_idleKeyThatSomebodyHolds_isLeftAndNobodyWaits() throws SQLException {
    acquire(backend, call("alice"), MINUTE);
    acquire(backend, call("bob"), MINUTE);
    clock("pg_catalog.transaction_timestamp() + interval '5 hours'");

    try (Session holder = Session.of(DATABASE.application(), ACME.value())) {
      holder.update(
          "update hermesx.rate_state set numbers = numbers"
              + " where key = (select key from hermesx.rate_state order by key limit 1)");
      assertThat(sweep().run()).isEqualTo(1);
    }
    assertThat(sweep().run()).isEqualTo(1);
    assertThat(remaining(backend, call("alice"), MINUTE)).containsExactly(10L);
  }

  @Test
  void acquire_manyTimes_movesIdleAtOnce() throws SQLException {
    acquire(backend, call("alice"), WEEK);
    String idle = valueOf("select idle_at::text from hermesx.rate_state");

    for (int i = 0; i < 5; i++) {
      acquire(backend, call("bob"), MINUTE);
    }

    assertThat(valueOf("select count(distinct idle_at)::text from hermesx.rate_state"))
        .isEqualTo("2");
    assertThat(valueOf("select max(idle_at)::text from hermesx.rate_state")).isEqualTo(idle);
  }

  private Sweep sweep() {
    return store.sweeps().stream()
        .filter(sweep -> sweep.name().equals("postgres-store.rates"))
        .findFirst()
        .orElseThrow();
  }

  private static String rows() throws SQLException {
    return valueOf(
        "select (select count(*) from hermesx.rate_state)"
            + " + (select count(*) from hermesx.rate_returned)"
            + " + (select count(*) from hermesx.rate_state_of_all)");
  }

  private static String valueOf(String query) throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      return session.valueOf(query);
    }
  }

  private static void clock(String expression) {
    DATABASE.execute(
        "create or replace function hermesx.clock() returns timestamptz language sql stable as $$"
            + " select "
            + expression
            + " $$");
  }
}
