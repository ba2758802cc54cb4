// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisRateBackendTest {

  private static RedisProcess redis;

  private final TenantId tenant = Samples.tenant();
  private RedisRateBackend backend;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start("--enable-debug-command", "yes");
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open() {
    redis.ask("FLUSHALL");
    backend = new RedisRateBackend(redis.settings());
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void execute_moreThanTheLimit_refusesTheRest() {
    assertThat(Samples.allowed(backend, 15, tenant, Samples.HOURLY)).isEqualTo(10);
  }

  @Test
  void execute_oneLayerFull_takesFromNone() {
    Layer wide = new Layer(RateLimit.requests("wide", 100, Duration.ofHours(1)));
    Samples.allowed(backend, 15, tenant, wide, Samples.HOURLY);
    Answer looked =
        Samples.once(
            backend, Command.peek(RateRequest.call(tenant, Dimensions.none()), List.of(wide)));
    assertThat(looked.decision().states().get(0).remaining()).isEqualTo(90);
    assertThat(looked.decision().mode()).isEqualTo(RateMode.SHARED);
  }

  @Test
  void execute_scriptFlushed_sendsItAgain() {
    Samples.allowed(backend, 5, tenant, Samples.HOURLY);
    redis.ask("SCRIPT", "FLUSH");
    assertThat(Samples.allowed(backend, 15, tenant, Samples.HOURLY)).isEqualTo(5);
  }

  @Test
  void execute_manyTenantsInOneCall_keepsThemApart() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      commands.add(Samples.call(i % 2 == 0 ? tenant : Samples.tenant(), Samples.HOURLY));
    }
    List<Answer> answers = backend.execute(commands, Samples.PATIENCE);
    assertThat(answers.stream().filter(Answer::done)).hasSize(1_500 + 10);
  }

  @Test
  void execute_manyThreads_admitExactlyTheLimit() throws Exception {
    Layer layer = new Layer(RateLimit.requests("contended", 300, Duration.ofHours(1)));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        tasks.add(() -> Samples.allowed(backend, 50, tenant, layer));
      }
      int allowed = 0;
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        allowed += done.get();
      }
      assertThat(allowed).isEqualTo(300);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void refund_twice_givesBackOnce() {
    Samples.allowed(backend, 3, tenant, Samples.HOURLY);
    RatePermit permit = permit(Samples.call(tenant, Samples.HOURLY));
    Command refund = Command.about(Kind.REFUND, permit, List.of(Samples.HOURLY));
    assertThat(Samples.once(backend, refund).done()).isTrue();
    assertThat(Samples.once(backend, refund).done()).isFalse();
    assertThat(backend.execute(List.of(refund, refund), Samples.PATIENCE)).noneMatch(Answer::done);
    assertThat(Samples.allowed(backend, 15, tenant, Samples.HOURLY)).isEqualTo(7);
  }

  @Test
  void refund_twiceInOneCall_givesBackOnce() {
    Samples.allowed(backend, 3, tenant, Samples.HOURLY);
    RatePermit permit = permit(Samples.call(tenant, Samples.HOURLY));
    Command refund = Command.about(Kind.REFUND, permit, List.of(Samples.HOURLY));
    List<Answer> answers = backend.execute(List.of(refund, refund), Samples.PATIENCE);
    assertThat(answers).extracting(Answer::done).containsExactly(true, false);
    assertThat(Samples.allowed(backend, 15, tenant, Samples.HOURLY)).isEqualTo(7);
  }

  @Test
  void slots_manyHeld_areFreedAndRenewed() {
    Layer slots = new Layer(RateLimit.concurrent("slots", 2, Duration.ofMinutes(1)));
    RatePermit first = permit(Samples.call(tenant, slots));
    permit(Samples.call(tenant, slots));
    assertThat(Samples.once(backend, Samples.call(tenant, slots)).done()).isFalse();
    assertThat(Samples.once(backend, Command.about(Kind.RENEW, first, List.of(slots))).done())
        .isTrue();
    assertThat(Samples.once(backend, Command.about(Kind.RELEASE, first, List.of(slots))).done())
        .isTrue();
    assertThat(Samples.once(backend, Command.about(Kind.RENEW, first, List.of(slots))).done())
        .isFalse();
    assertThat(Samples.once(backend, Samples.call(tenant, slots)).done()).isTrue();
  }

  @Test
  void slots_tenThousandHeld_stayWithinReason() {
    Layer slots = new Layer(RateLimit.concurrent("slots", 10_000, Duration.ofMinutes(10)));
    List<Command> calls = new ArrayList<>();
    for (int i = 0; i < 10_001; i++) {
      calls.add(Samples.call(tenant, slots));
    }
    assertThat(backend.execute(calls, Duration.ofMinutes(1)).stream().filter(Answer::done))
        .hasSize(10_000);
    long began = System.nanoTime();
    Samples.once(backend, Samples.call(tenant, slots));
    System.out.println(
        "10,000 slots held: one decision takes " + (System.nanoTime() - began) / 1_000 + " us");
  }

  @Test
  void lease_acrossTenants_takesFromOneKey() {
    Layer all =
        new Layer(RateLimit.requests("all", 100, Duration.ofHours(1)).acrossTenants().leased(30));
    long taken = 0;
    for (int i = 0; i < 5; i++) {
      RateRequest request = RateRequest.call(Samples.tenant(), Dimensions.none());
      Command peek = Command.peek(request, List.of(all));
      Block block = new Block(1, 30, Samples.once(backend, peek).now() + 1_000_000);
      taken += Samples.once(backend, Command.block(Kind.LEASE, request, all, block)).amount();
    }
    assertThat(taken).isEqualTo(99);
  }

  @Test
  void keys_hostileValues_areOfOneSizeAndApart() {
    Layer perUser =
        new Layer(RateLimit.requests("per-user", 1, Duration.ofHours(1)).per(Dimension.USER));
    TenantId other = Samples.tenant();
    List<String> users =
        List.of(
            "{}",
            "}:e",
            "a\nb\r\n*1\r\n$8\r\nFLUSHALL",
            "{" + other.value() + "}:x",
            "\u0000",
            "x".repeat(1 << 20));
    for (String user : users) {
      assertThat(Samples.once(backend, Samples.callOf(tenant, user, perUser)).done()).isTrue();
      assertThat(Samples.once(backend, Samples.callOf(tenant, user, perUser)).done()).isFalse();
      assertThat(Samples.once(backend, Samples.callOf(other, user, perUser)).done()).isTrue();
    }
    List<?> keys = (List<?>) redis.answer("KEYS", "*");
    assertThat(keys).hasSize(2 * users.size() + 2);
    assertThat(keys)
        .allSatisfy(
            key ->
                assertThat(RedisProcess.text(key))
                    .matches("test:\\{[0-9a-f-]{36}}:(e|[A-Za-z0-9_-]{22})"));
  }

  @Test
  void keys_idle_areGoneWhenNothingCounts() {
    Duration second = Duration.ofSeconds(1);
    Layer[] layers = {
      new Layer(RateLimit.requests("bucket", 10, second)),
      new Layer(RateLimit.of("sliding", RateUnit.REQUESTS, new SlidingWindow(10, second))),
      new Layer(RateLimit.of("exact", RateUnit.REQUESTS, new ExactWindow(10, second))),
      new Layer(RateLimit.concurrent("slots", 10, second))
    };
    RatePermit permit = permit(Samples.call(tenant, layers));
    Samples.once(backend, Command.about(Kind.REFUND, permit, List.of(layers)));
    assertThat(Samples.once(backend, Samples.call(tenant, layers)).done()).isTrue();
    assertThat((Long) redis.answer("DBSIZE")).isEqualTo(6);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while ((Long) redis.answer("DBSIZE") > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat((Long) redis.answer("DBSIZE")).isZero();
  }

  @Test
  void keys_ofEveryKind_endNoEarlierThanTheyCount() {
    Layer[] layers = {
      new Layer(RateLimit.requests("bucket", 10, Duration.ofHours(1))),
      new Layer(
          RateLimit.of("sliding", RateUnit.REQUESTS, new SlidingWindow(10, Duration.ofHours(1)))),
      new Layer(RateLimit.of("exact", RateUnit.REQUESTS, new ExactWindow(10, Duration.ofHours(1)))),
      new Layer(
          RateLimit.of(
              "month",
              RateUnit.REQUESTS,
              new CalendarWindow(10, CalendarPeriod.MONTH, ZoneOffset.UTC))),
      new Layer(RateLimit.of("slots", RateUnit.REQUESTS, new Concurrency(9, Duration.ofHours(1))))
    };
    Command call = Samples.call(tenant, layers);
    Answer answer = Samples.once(backend, call);
    RedisKeys names = new RedisKeys("test:");
    for (int i = 0; i < layers.length; i++) {
      byte[] key = names.limit(tenant.value().toString(), call.keys().get(i));
      long expires = (Long) redis.answer("PEXPIRETIME", RedisProcess.text(key));
      long ends = answer.now() / 1_000 + answer.decision().states().get(i).resetAfter().toMillis();
      assertThat(expires).isBetween(ends, ends + 1_000);
    }
  }

  @Test
  void keys_movedOnByAnotherCommand_endNoEarlierThanTheyCount() {
    Layer ahead = new Layer(RateLimit.requests("ahead", 1, Duration.ofHours(1)));
    String halfAnHourLater = "+ time[2] + 1800000000";
    Script early = new Script(Script.text().replace("+ time[2]", halfAnHourLater));
    try (RedisRateBackend other = new RedisRateBackend(redis.settings(), early)) {
      Samples.allowed(other, 1, tenant, ahead);
    }
    Command both = Samples.call(tenant, Samples.HOURLY, ahead);
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      commands.add(Samples.call(tenant, Samples.HOURLY));
    }
    commands.add(both);
    List<Answer> answers = backend.execute(commands, Samples.PATIENCE);
    assertThat(answers.stream().filter(Answer::done)).hasSize(10);
    byte[] moved = new RedisKeys("test:").limit(tenant.value().toString(), both.keys().get(0));
    long expires = (Long) redis.answer("PEXPIRETIME", RedisProcess.text(moved));
    long ends = answers.get(0).now() / 1_000 + TimeUnit.HOURS.toMillis(1);
    assertThat(expires).isBetween(ends, ends + 1_000);
  }

  @Test
  void execute_changedCalendarPeriod_keepsWhatWasTaken() {
    RateLimit limit = RateLimit.calendar("quota", 10, CalendarPeriod.MONTH, ZoneOffset.UTC);
    Layer daily = new Layer(limit.with(new CalendarWindow(8, CalendarPeriod.DAY, ZoneOffset.UTC)));
    assertThat(Samples.allowed(backend, 6, tenant, new Layer(limit))).isEqualTo(6);
    assertThat(Samples.allowed(backend, 5, tenant, daily)).isEqualTo(2);
  }

  @Test
  void execute_serverStoppedMeanwhile_changesNothingWhenItGoesOn() {
    assertThat(Samples.allowed(backend, 1, tenant, Samples.HOURLY)).isEqualTo(1);
    redis.pause();
    try {
      for (int i = 0; i < 3; i++) {
        Command call = Samples.call(tenant, Samples.HOURLY);
        assertThatThrownBy(() -> backend.execute(List.of(call), Duration.ofMillis(50)))
            .isInstanceOf(RateLimiterUnavailableException.class)
            .hasMessageContaining("no ");
      }
    } finally {
      redis.resume();
    }
    assertThat(Samples.allowed(backend, 15, tenant, Samples.HOURLY)).isEqualTo(9);
  }

  @Test
  void execute_emptied_saysSoUntilAWholeRefillHasPassed() {
    Layer quick = new Layer(RateLimit.requests("quick", 10, Duration.ofMillis(300)));
    assertThat(mode(Samples.HOURLY)).isEqualTo(RateMode.SHARED);
    redis.ask("FLUSHALL");
    assertThat(mode(quick)).isEqualTo(RateMode.SHARED_ANEW);
    assertThat(mode(Samples.HOURLY)).isEqualTo(RateMode.SHARED_ANEW);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (mode(quick) != RateMode.SHARED && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(mode(quick)).isEqualTo(RateMode.SHARED);
    assertThat(mode(Samples.HOURLY)).isEqualTo(RateMode.SHARED_ANEW);
  }

  @Test
  void execute_idleForLonger_isNotTakenForALoss() {
    Layer quick = new Layer(RateLimit.requests("quick", 10, Duration.ofMillis(20)));
    assertThat(mode(quick)).isEqualTo(RateMode.SHARED);
    while ((Long) redis.answer("DBSIZE") > 0) {
      Thread.onSpinWait();
    }
    assertThat(mode(quick)).isEqualTo(RateMode.SHARED);
  }

  @Test
  void execute_valueThatIsNotOurs_isToldAndNotGuessed() {
    Command call = Samples.call(tenant, Samples.HOURLY);
    byte[] key = new RedisKeys("test:").limit(tenant.value().toString(), call.keys().get(0));
    redis.ask("SET", RedisProcess.text(key), "hello");
    assertThatThrownBy(() -> Samples.once(backend, call))
        .isInstanceOf(RateLimiterUnavailableException.class);
    assertThat(redis.ask("GET", RedisProcess.text(key))).isEqualTo("hello");
  }

  @Test
  void execute_anotherScript_isNoticed() {
    Script generous = new Script(Script.text().replace("if l.enforced then", "if false then"));
    try (RedisRateBackend other = new RedisRateBackend(redis.settings(), generous)) {
      assertThatThrownBy(() -> Samples.allowed(other, 15, tenant, Samples.HOURLY))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("disagree");
    }
  }

  private RateMode mode(Layer layer) {
    return Samples.once(backend, Samples.call(tenant, layer)).decision().mode();
  }

  private RatePermit permit(Command command) {
    return Samples.once(backend, command).decision().permit().orElseThrow();
  }
}
