// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

  private static final RateLimit LIMIT = RateLimit.requests("calls", 10, Duration.ofSeconds(1));
  private static final TenantId ACME = TenantId.named("acme");

  @Test
  void requests_burstIsWhatAPeriodAllows() {
    assertThat(LIMIT.algorithm().capacity()).isEqualTo(10);
    assertThat(LIMIT.per()).isEmpty();
    assertThat(LIMIT.only()).isEqualTo(Dimensions.none());
    assertThat(LIMIT.unit()).isEqualTo(RateUnit.REQUESTS);
  }

  @Test
  void copies_changeOneMemberAndKeepTheRest() {
    RateLimit limit = LIMIT.withBurst(3).per(Dimension.USER).only(Dimension.TOOL, "refund");

    assertThat(limit)
        .isEqualTo(
            new RateLimit(
                "calls",
                RateUnit.REQUESTS,
                new RateAlgorithm.TokenBucket(10, Duration.ofSeconds(1), 3),
                Set.of(Dimension.USER),
                Dimensions.none().with(Dimension.TOOL, "refund"),
                RateReach.TENANT,
                RateEnforcement.ENFORCED,
                0));
    assertThat(LIMIT.algorithm().capacity()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_000_001, Long.MAX_VALUE})
  void permitsAndBurst_outOfRange_areRefusedByName(long value) {
    assertThatThrownBy(() -> RateLimit.requests("calls", value, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate limit calls: permits is " + value + ", allowed: 1 to 1000000000");
    assertThatThrownBy(() -> LIMIT.withBurst(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate limit calls: burst is " + value + ", allowed: 1 to 1000000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PT-1S",
        "PT0S",
        "PT0.000999999S",
        "P366DT0.000000001S",
        "PT1.0000005S",
        "P5000000D"
      })
  void period_outOfRange_isRefusedByName(String period) {
    Duration duration = Duration.parse(period);

    assertThatThrownBy(() -> RateLimit.requests("calls", 1, duration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "rate limit calls: period is "
                + duration
                + ", allowed: 1 ms to 366 days, whole microseconds");
  }

  @Test
  void ranges_edges_areAccepted() {
    assertThat(
            RateLimit.requests("a", 1, Duration.ofMillis(1))
                .withBurst(1_000_000_000)
                .algorithm()
                .capacity())
        .isEqualTo(1_000_000_000);
    assertThat(RateLimit.requests("a", 1_000_000_000, Duration.ofDays(366)).algorithm().capacity())
        .isEqualTo(1_000_000_000);
  }

  @Test
  void name_thatIsNoToken_isRefused() {
    assertThatThrownBy(() -> RateLimit.requests("two words", 1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rate limit name has ");
  }

  @Test
  void request_negative_isRefusedWithItsRange() {
    assertThatThrownBy(() -> new RateRequest(ACME, Dimensions.none(), -1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a rate request asks for -1 requests and 2 tokens, allowed: 0 or more");
    assertThatThrownBy(() -> new RateRequest(ACME, Dimensions.none(), 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void request_costOfEachUnit_isItsOwnMember() {
    RateRequest request = new RateRequest(ACME, Dimensions.none(), 2, 3);

    assertThat(request.cost(RateUnit.REQUESTS)).isEqualTo(2);
    assertThat(request.cost(RateUnit.TOKENS)).isEqualTo(3);
    assertThat(RateRequest.call(ACME, Dimensions.none()).cost(RateUnit.REQUESTS)).isEqualTo(1);
    assertThat(RateRequest.call(ACME, Dimensions.none()).cost(RateUnit.TOKENS)).isZero();
  }

  @Test
  void retryAfter_refusalWithoutALayer_isNever() {
    RateDecision refused = new RateDecision(false, null, List.of(), RateMode.LOCAL);
    LimitState state = new LimitState(LIMIT, 0, Duration.ofSeconds(2), Duration.ofSeconds(9));

    assertThat(refused.retryAfter()).isEqualTo(RateDecision.NEVER);
    assertThat(decision(false, state).retryAfter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(decision(true, state).retryAfter()).isZero();
  }

  @Test
  void unlimited_anything_isAllowedAndNothingIsGivenBack() {
    RateRequest most = new RateRequest(ACME, Dimensions.none(), Long.MAX_VALUE, Long.MAX_VALUE);
    try (RateLimiter limiter = RateLimiter.unlimited()) {
      assertThat(limiter.tryAcquire(most).allowed()).isTrue();
      assertThat(limiter.tryAcquire(most).permit()).isEmpty();
      assertThat(limiter.peek(most).allowed()).isTrue();
    }
  }

  private static RateDecision decision(boolean allowed, LimitState state) {
    return new RateDecision(allowed, null, List.of(state), RateMode.LOCAL);
  }
}
