// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.RateTellers.ACME;
import static io.hermesx.store.postgres.RateTellers.acquire;
import static io.hermesx.store.postgres.RateTellers.call;
import static io.hermesx.store.postgres.RateTellers.layers;
import static io.hermesx.store.postgres.RateTellers.one;
import static io.hermesx.store.postgres.RateTellers.open;
import static io.hermesx.store.postgres.RateTellers.remaining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.time.CalendarPeriod;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rate limits in PostgreSQL, shared by several backends. */
class RateBackendTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<Layer> TEN = layers(RateLimit.requests("ten", 10, DAY));
  private static final RateRequest ALICE = call("alice");

  @BeforeEach
  void empty() {
    DATABASE.truncate();
  }

  @Test
  void acquire_sixteenThreadsOfTwoBackends_admitsTheLeastOfFourLimitsFromEach() {
    List<Layer> four =
        layers(
            RateLimit.requests("a", 100, DAY),
            RateLimit.requests("b", 70, DAY),
            RateLimit.requests("c", 60, DAY).per(Dimension.USER),
            RateLimit.concurrent("d", 90, DAY));
    try (PostgresRateBackend one = open(DATABASE, 8);
        PostgresRateBackend other = open(DATABASE, 8)) {
      List<Long> admitted =
          Contention.run(
              16,
              thread ->
                  () ->
                      Stream.generate(() -> acquire(thread % 2 == 0 ? one : other, ALICE, four))
                          .limit(12)
                          .filter(Answer::done)
                          .count());

      assertThat(admitted.stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
      assertThat(remaining(one, ALICE, four)).containsExactly(40L, 10L, 0L, 30L);
    }
  }

  @Test
  void execute_keysInAnyOrder_neverWaitInACircle() {
    List<Layer> layers =
        Stream.of("a", "b").map(name -> new Layer(RateLimit.requests(name, 10_000, DAY))).toList();
    try (PostgresRateBackend backend = open(DATABASE, 8)) {
      List<Long> admitted =
          Contention.run(
              8,
              thread ->
                  () ->
                      Stream.iterate(thread, n -> n + 1)
                          .limit(60)
                          .map(n -> List.of(layers.get(n % 2), layers.get((n + 1) % 2)))
                          .filter(two -> acquire(backend, ALICE, two).done())
                          .count());

      assertThat(admitted.stream().mapToLong(Long::longValue).sum()).isEqualTo(480);
    }
  }

  @Test
  void acquire_twoTenantsOfOneName_countApart() throws SQLException {
    RateRequest other = call(TenantId.named("other"), "alice");
    try (PostgresRateBackend backend = open(DATABASE, 1)) {
      acquire(backend, ALICE, TEN);

      assertThat(remaining(backend, other, TEN)).containsExactly(10L);
      assertThat(remaining(backend, ALICE, TEN)).containsExactly(9L);
    }
    try (Session session = Session.of(DATABASE.application(), other.tenant().value())) {
      assertThat(session.count("select count(*) from hermesx.rate_state")).isZero();
    }
  }

  @Test
  void execute_commandsOfTwoTenants_areRefused() {
    try (PostgresRateBackend backend = open(DATABASE, 1)) {
      List<Command> mixed =
          List.of(
              Command.peek(ALICE, TEN), Command.peek(call(TenantId.named("other"), "alice"), TEN));

      assertThatThrownBy(() -> backend.execute(mixed, RateTellers.PATIENCE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("several partitions");
    }
  }

  @Test
  void acquire_valuesOfAnyKind_countApartAndLeaveNoTrace() throws SQLException {
    List<Layer> perUser = layers(RateLimit.requests("ten", 10, DAY).per(Dimension.USER));
    List<String> values =
        List.of(
            "",
            "\u0000",
            "a\nb",
            "{1,2}",
            "'; drop table hermesx.rate_state; --",
            "\ud800",
            "?",
            "\ud801",
            "\\",
            "x".repeat(1_000_000));
    try (PostgresRateBackend backend = open(DATABASE, 1)) {
      for (String value : values) {
        assertThat(acquire(backend, call(value), perUser).done()).isTrue();
      }
      for (String value : values) {
        assertThat(remaining(backend, call(value), perUser)).containsExactly(9L);
      }
    }
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      assertThat(session.valueOf("select max(pg_column_size(r))::text from hermesx.rate_state r"))
          .matches("[12]\\d\\d");
    }
  }

  @Test
  void refund_twiceAndThroughAnotherBackend_givesBackOnce() {
    try (PostgresRateBackend backend = open(DATABASE, 1);
        PostgresRateBackend other = open(DATABASE, 1)) {
      acquire(backend, ALICE, TEN);
      acquire(backend, ALICE, TEN);
      RatePermit permit = acquire(backend, ALICE, TEN).decision().permit().orElseThrow();
      Command refund = Command.about(Kind.REFUND, permit, TEN);

      List<Answer> twice = backend.execute(List.of(refund, refund), RateTellers.PATIENCE);

      assertThat(twice).extracting(Answer::done).containsExactly(true, false);
      assertThat(one(other, refund).done()).isFalse();
      assertThat(remaining(other, ALICE, TEN)).containsExactly(8L);
    }
  }

  @Test
  void lease_ofALimitOfAllTenants_isTakenAndGivenBackByAnybody() {
    Layer all =
        new Layer(
            RateLimit.calendar("all", 10, CalendarPeriod.MONTH, ZoneOffset.UTC).acrossTenants());
    try (PostgresRateBackend backend = open(DATABASE, 1);
        PostgresRateBackend other = open(DATABASE, 1)) {
      Command lease = Command.block(Kind.LEASE, ALICE, all, new Block(1, 8, RateTellers.soon()));
      RateRequest somebody = call(TenantId.named("other"), "bob");

      assertThat(one(backend, lease).amount()).isEqualTo(8);
      assertThat(one(other, Command.block(Kind.LEASE, somebody, all, lease.block())).amount())
          .isEqualTo(2);
      one(backend, Command.block(Kind.END_LEASE, ALICE, all, new Block(0, 5, RateTellers.soon())));

      assertThat(one(other, Command.block(Kind.LEASE, somebody, all, lease.block())).amount())
          .isEqualTo(5);
      assertThat(backend.partition(lease)).isNotEqualTo(ACME);
    }
  }

  @Test
  void acquire_refused_writesNothing() throws SQLException {
    try (PostgresRateBackend backend = open(DATABASE, 1)) {
      for (int i = 0; i < 10; i++) {
        acquire(backend, ALICE, TEN);
      }
      String before = rows();

      assertThat(acquire(backend, ALICE, TEN).done()).isFalse();
      one(backend, Command.peek(ALICE, TEN));

      assertThat(rows()).isEqualTo(before);
    }
  }

  @Test
  void execute_connectionKilledBetweenItsTwoTrips_nothingIsCounted() {
    try (PostgresRateBackend backend = open(DATABASE, 1);
        PostgresRateBackend killed = open(DATABASE, 1, RateBackendTest::killing)) {
      acquire(backend, ALICE, TEN);

      assertThatThrownBy(() -> acquire(killed, ALICE, TEN))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("SQLSTATE");

      assertThat(remaining(backend, ALICE, TEN)).containsExactly(9L);
    }
  }

  @Test
  void execute_keysHeldForLongerThanItsPatience_givesUpAndCountsNothingLater() throws SQLException {
    try (PostgresRateBackend backend = open(DATABASE, 1)) {
      acquire(backend, ALICE, TEN);
      Command acquire = Command.acquire(ALICE, TEN, UUID.randomUUID());
      try (Session holder = Session.of(DATABASE.application(), ACME.value())) {
        holder.update("update hermesx.rate_state set numbers = numbers");

        assertThatThrownBy(() -> backend.execute(List.of(acquire), Duration.ofMillis(300)))
            .isInstanceOf(RateLimiterUnavailableException.class)
            .hasMessageContaining("SQLSTATE");
      }

      assertThat(remaining(backend, ALICE, TEN)).containsExactly(9L);
    }
  }

  @Test
  void execute_stoodStillForLongerThanItsPatience_holdsUpNobodyAndCountsNothingLater() {
    try (PostgresRateBackend backend = open(DATABASE, 1);
        PostgresRateBackend still = open(DATABASE, 1, RateBackendTest::untilGivenUp)) {
      acquire(backend, ALICE, TEN);
      Command acquire = Command.acquire(ALICE, TEN, UUID.randomUUID());

      assertThatThrownBy(() -> still.execute(List.of(acquire), Duration.ofMillis(500)))
          .isInstanceOf(RateLimiterUnavailableException.class);

      assertThat(remaining(backend, ALICE, TEN)).containsExactly(9L);
      assertThat(acquire(backend, ALICE, TEN).done()).isTrue();
    }
  }

  @Test
  void execute_everyConnectionInUse_saysSoInTime() {
    try (PostgresRateBackend backend = open(DATABASE, 1, micros -> micros);
        PostgresRateBackend within =
            open(
                DATABASE,
                1,
                micros -> {
                  throw new IllegalStateException("never asked");
                })) {
      Command peek = Command.peek(ALICE, TEN);

      assertThatThrownBy(() -> within.execute(List.of(peek), RateTellers.PATIENCE))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> within.execute(List.of(peek), RateTellers.PATIENCE))
          .as("the connection came back")
          .hasMessage("never asked");
      assertThatThrownBy(() -> backend.execute(List.of(peek), Duration.ZERO))
          .isInstanceOf(RateLimiterUnavailableException.class);
    }
  }

  private static String rows() throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      return session.linesOf("select ctid || ' ' || r::text from hermesx.rate_state r order by 1");
    }
  }

  /** Ends whoever is between the two trips. */
  private static long killing(long micros) {
    DATABASE.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            + " where datname = current_database() and state = 'idle in transaction'");
    return micros;
  }

  /** Returns when the server ended whoever is between the two trips. */
  private static long untilGivenUp(long micros) {
    DATABASE.execute(
        """
        do $$
        begin
          for i in 1 .. 2000 loop
            perform pg_stat_clear_snapshot(), pg_sleep(0.005);
            exit when not exists (select from pg_stat_activity
              where datname = current_database() and state = 'idle in transaction');
          end loop;
        end
        $$""");
    return micros;
  }
}
