// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a batch costs on the wire, and that it works through PgBouncer. */
class RateWireTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final List<Layer> TEN =
      layers(
          RateLimit.requests("ten", 10, Duration.ofDays(1)).per(Dimension.USER),
          RateLimit.requests("hundred", 100, Duration.ofDays(1)));

  @Test
  void execute_ofEachKind_isTwoRoundTripsAndALookOne() {
    DATABASE.truncate();
    try (WireTap tap = new WireTap(DATABASE.port());
        PostgresRateBackend backend = through(tap)) {
      Layer all = new Layer(RateLimit.requests("all", 10, Duration.ofDays(1)).acrossTenants());
      remaining(backend, call("alice"), TEN); // connects
      Map<String, Long> trips = new LinkedHashMap<>();
      trips.put("new keys", trips(tap, () -> acquire(backend, call("alice"), TEN)));
      RatePermit permit = acquire(backend, call("alice"), TEN).decision().permit().orElseThrow();
      trips.put("old keys", trips(tap, () -> acquire(backend, call("alice"), TEN)));
      trips.put("peek", trips(tap, () -> remaining(backend, call("alice"), TEN)));
      trips.put("refund", trips(tap, () -> one(backend, Command.about(Kind.REFUND, permit, TEN))));
      trips.put(
          "lease",
          trips(
              tap,
              () ->
                  one(
                      backend,
                      Command.block(
                          Kind.LEASE, call("alice"), all, new Block(1, 2, RateTellers.soon())))));
      List<Command> hundred =
          Stream.generate(() -> Command.acquire(call("bob"), TEN, UUID.randomUUID()))
              .limit(100)
              .toList();
      trips.put("refused", trips(tap, () -> backend.execute(hundred, RateTellers.PATIENCE)));
      trips.put("all refused", trips(tap, () -> backend.execute(hundred, RateTellers.PATIENCE)));

      System.out.println("round trips of a batch of rate commands: " + trips);
      assertThat(trips.remove("peek")).isEqualTo(1);
      assertThat(trips).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(2));
    }
  }

  @Test
  void execute_throughPgBouncer_countsAsWithoutIt() {
    DATABASE.truncate();
    try (PgBouncer bouncer = PgBouncer.start(DATABASE, 2);
        PostgresRateBackend backend =
            RateTellers.open(DATABASE, bouncer.url(DATABASE), 4, RateTellers.SERVERS)) {
      for (int i = 0; i < 12; i++) {
        assertThat(acquire(backend, call("alice"), TEN).done()).isEqualTo(i < 10);
      }
      assertThat(remaining(backend, call("bob"), TEN)).containsExactly(10L, 90L);
    }
  }

  private static PostgresRateBackend through(WireTap tap) {
    String url = DATABASE.url().replace(":" + DATABASE.port() + "/", ":" + tap.port() + "/");
    return RateTellers.open(DATABASE, url + "?sslmode=disable", 1, RateTellers.SERVERS);
  }

  private static long trips(WireTap tap, Runnable work) {
    long before = tap.trips();
    work.run();
    return tap.trips() - before;
  }
}
