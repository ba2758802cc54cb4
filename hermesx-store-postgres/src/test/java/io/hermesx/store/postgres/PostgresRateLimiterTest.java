// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.HermesException;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.testkit.Contention;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limiter that a host has, over PostgreSQL. */
class PostgresRateLimiterTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final Duration DAY = Duration.ofDays(1);
  private static final RateLimits LIMITS =
      RateLimits.of(
          RateLimit.requests("tenant", 500, DAY),
          RateLimit.requests("user", 300, DAY).per(Dimension.USER),
          RateLimit.requests("all", 400, DAY).acrossTenants().leased(10));

  @BeforeEach
  void empty() {
    DATABASE.truncate();
  }

  @Test
  void tryAcquire_twoLimitersAndSixteenThreads_admitsTheLimitExactly() {
    try (RateLimiter one = limiter(LIMITS);
        RateLimiter other = limiter(LIMITS)) {
      List<Long> admitted =
          Contention.run(
              16,
              thread ->
                  () ->
                      Stream.generate(
                              () ->
                                  (thread % 2 == 0 ? one : other)
                                      .tryAcquire(RateTellers.call("alice")))
                          .limit(40)
                          .filter(RateDecision::allowed)
                          .count());

      assertThat(admitted.stream().mapToLong(Long::longValue).sum()).isEqualTo(300);
    }
  }

  @Test
  void tryAcquire_databaseGone_isDecidedAsTheFailureModeSays() {
    RateLimits tenOnly = RateLimits.of(RateLimit.requests("ten", 10, DAY));
    try (RateLimiter limiter = limiter(tenOnly)) {
      assertThat(limiter.tryAcquire(RateTellers.call("alice")).mode()).isEqualTo(RateMode.SHARED);

      DATABASE.execute("revoke connect on database " + name() + " from public, hermesx_app");
      DATABASE.endSessions();
      try {
        RateDecision away = limiter.tryAcquire(RateTellers.call("alice"));
        assertThat(away.allowed()).isFalse();
        assertThat(away.mode()).isEqualTo(RateMode.FAIL_CLOSED);
      } finally {
        DATABASE.execute("grant connect on database " + name() + " to public, hermesx_app");
      }
    }
  }

  @Test
  void recipeOfTheGuide_works() {
    String url = DATABASE.url();
    String password = "trusted";
    ContextKey contextKey = DATABASE.key();
    RateLimits limits = LIMITS;
    // snippet: postgres
    RateLimiter limiter =
        PostgresRateLimiter.builder()
            .url(url)
            .user("hermesx_app")
            .password(password)
            .contextKey(contextKey)
            .connect()
            .limits(limits)
            .failureMode(RateFailureMode.closed())
            .build();
    // end
    try (limiter) {
      assertThat(limiter.tryAcquire(RateTellers.call("alice")).mode()).isEqualTo(RateMode.SHARED);
    }
  }

  @Test
  void connect_asSuperuser_isRefused() {
    PostgresRateLimiter builder =
        PostgresRateLimiter.builder()
            .url(DATABASE.url())
            .user("postgres")
            .password("trusted")
            .contextKey(DATABASE.key());

    assertThatThrownBy(builder::connect)
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("row-level security does not hold it");
  }

  @Test
  void connect_withoutKey_saysWhereItIs() {
    assertThatThrownBy(() -> PostgresRateLimiter.builder().url(DATABASE.url()).connect())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("contextKey");
  }

  private static String name() {
    return DATABASE.url().replaceAll(".*/", "");
  }

  private static RateLimiter limiter(RateLimits limits) {
    return PostgresRateLimiter.builder()
        .url(DATABASE.url())
        .user(TestDatabase.APPLICATION)
        .password("trusted")
        .contextKey(DATABASE.key())
        .poolSize(2)
        .connect()
        .limits(limits)
        .failureMode(RateFailureMode.closed())
        .deadline(Duration.ofSeconds(10))
        .build();
  }
}
