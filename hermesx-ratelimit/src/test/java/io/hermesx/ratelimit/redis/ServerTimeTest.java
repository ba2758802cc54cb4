// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when the clock of the server is set. */
class ServerTimeTest {

  private static final long NOON = 1_795_176_000_000_000L;
  private static final long HOUR = TimeUnit.HOURS.toMicros(1);

  private static RedisProcess redis;

  private final TenantId tenant = Samples.tenant();
  private final Layer daily =
      new Layer(RateLimit.calendar("daily", 10, CalendarPeriod.DAY, ZoneOffset.UTC));

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.ask("FLUSHALL");
    FakeTime.set(redis, NOON);
  }

  @Test
  void clock_setForward_refillsAndAnswersTheSameCall() {
    try (RedisRateBackend backend = new RedisRateBackend(redis.settings(), FakeTime.script())) {
      assertThat(Samples.allowed(backend, 12, tenant, Samples.HOURLY, daily)).isEqualTo(10);
      FakeTime.set(redis, NOON + 24 * HOUR);
      assertThat(Samples.allowed(backend, 12, tenant, Samples.HOURLY, daily)).isEqualTo(10);
    }
  }

  @Test
  void clock_setBack_givesNothingAndGoesOnAnswering() {
    try (RedisRateBackend backend = new RedisRateBackend(redis.settings(), FakeTime.script())) {
      assertThat(Samples.allowed(backend, 12, tenant, Samples.HOURLY, daily)).isEqualTo(10);
      FakeTime.set(redis, NOON - 48 * HOUR);
      assertThat(Samples.allowed(backend, 12, tenant, Samples.HOURLY, daily)).isZero();
      FakeTime.set(redis, NOON + HOUR / 2);
      assertThat(Samples.allowed(backend, 12, tenant, Samples.HOURLY)).isEqualTo(5);
    }
  }

  @Test
  void clock_setBackBeyondAWindow_answersCallsThatAreDecidedAtTimesFarApart() {
    try (RedisRateBackend backend = new RedisRateBackend(redis.settings(), FakeTime.script())) {
      Samples.allowed(backend, 1, tenant, Samples.HOURLY, daily);
      FakeTime.set(redis, NOON - 96 * HOUR);
      Layer other = new Layer(RateLimit.calendar("other", 9, CalendarPeriod.DAY, ZoneOffset.UTC));
      List<Command> commands =
          List.of(
              Samples.call(tenant, Samples.HOURLY, other), Samples.call(Samples.tenant(), other));
      assertThat(backend.execute(commands, Duration.ofSeconds(5))).allMatch(Answer::done);
    }
  }

  @Test
  void clock_setBack_countsANewKeyInTheWindowOfItsTime() {
    try (RedisRateBackend backend = new RedisRateBackend(redis.settings(), FakeTime.script())) {
      assertThat(Samples.allowed(backend, 1, tenant, Samples.HOURLY)).isEqualTo(1);
      FakeTime.set(redis, NOON - 48 * HOUR);
      assertThat(Samples.allowed(backend, 12, Samples.tenant(), daily)).isEqualTo(10);
    }
  }

  @Test
  void window_thatEndsBetweenTwoCalls_beginsAfresh() {
    FakeTime.set(redis, NOON + 12 * HOUR - 1);
    try (RedisRateBackend backend = new RedisRateBackend(redis.settings(), FakeTime.script())) {
      assertThat(Samples.allowed(backend, 12, tenant, daily)).isEqualTo(10);
      FakeTime.set(redis, NOON + 12 * HOUR);
      assertThat(Samples.allowed(backend, 12, tenant, daily)).isEqualTo(10);
    }
  }
}
