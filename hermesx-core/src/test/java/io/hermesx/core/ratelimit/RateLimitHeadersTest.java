// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitHeadersTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RateLimit CALLS = RateLimit.requests("calls", 60, MINUTE);
  private static final RateLimit TOKENS = RateLimit.tokens("tokens", 10_000, MINUTE);

  @Test
  void allowed_tellsEachLimitAndTheTightest() {
    assertThat(
            RateLimitHeaders.standard()
                .of(allowed(state(CALLS, 59, 0, 1_000), state(TOKENS, 42, 0, 59_001))))
        .containsExactly(
            entry("RateLimit-Policy", "\"calls\";q=60;w=60, \"tokens\";q=10000;qu=\"tokens\";w=60"),
            entry("RateLimit", "\"calls\";r=59;t=1, \"tokens\";r=42;t=60"),
            entry("RateLimit-Limit", "10000"),
            entry("RateLimit-Remaining", "42"),
            entry("RateLimit-Reset", "60"));
  }

  @Test
  void refused_tellsWhenToComeBackAndNoLaterTime() {
    assertThat(
            RateLimitHeaders.standard()
                .of(refused(state(CALLS, 0, 2_001, 60_000), state(TOKENS, 9_000, 0, 6_000))))
        .containsExactly(
            entry("RateLimit-Policy", "\"calls\";q=60;w=60, \"tokens\";q=10000;qu=\"tokens\";w=60"),
            entry("RateLimit", "\"calls\";r=0;t=3, \"tokens\";r=9000"),
            entry("RateLimit-Limit", "60"),
            entry("RateLimit-Remaining", "0"),
            entry("RateLimit-Reset", "3"),
            entry("Retry-After", "3"));
  }

  @Test
  void refusedForGood_hasNoRetryAfter() {
    LimitState never = new LimitState(CALLS, 60, RateDecision.NEVER, Duration.ZERO);

    assertThat(RateLimitHeaders.standard().of(refused(never)))
        .containsEntry("RateLimit", "\"calls\";r=60")
        .containsEntry("RateLimit-Reset", "0")
        .doesNotContainKey("Retry-After");
  }

  @Test
  void refusedByTheLimitOfAllTenants_tellsTheWaitAndNothingOfIt() {
    RateLimit provider = RateLimit.requests("provider", 1_000, MINUTE).acrossTenants();

    Map<String, String> fields =
        RateLimitHeaders.standard()
            .of(refused(state(CALLS, 59, 0, 1_000), state(provider, 0, 30_000, 60_000)));

    assertThat(fields).containsEntry("Retry-After", "30").containsEntry("RateLimit-Limit", "60");
    assertThat(fields.toString()).doesNotContain("provider").doesNotContain("1000");
  }

  @Test
  void onlyLimitsThatAreNotTold_leaveNoFields() {
    RateLimit shadow = CALLS.shadow();
    RateLimit provider = CALLS.acrossTenants();

    assertThat(RateLimitHeaders.standard().of(allowed(state(shadow, 0, 1, 1)))).isEmpty();
    assertThat(RateLimitHeaders.standard().of(allowed(state(provider, 0, 0, 1)))).isEmpty();
    assertThat(RateLimitHeaders.standard().of(RateDecision.notLimited())).isEmpty();
  }

  @Test
  void shadow_thatIsExceeded_isNotTold() {
    Map<String, String> fields =
        RateLimitHeaders.standard()
            .of(allowed(state(CALLS, 5, 0, 1), state(TOKENS.shadow(), 0, 9_000, 9_000)));

    assertThat(fields).containsEntry("RateLimit-Limit", "60");
    assertThat(fields.toString()).doesNotContain("tokens");
  }

  @ParameterizedTest
  @EnumSource(RateMode.class)
  void mode_thatKnowsNothing_tellsOnlyThePolicies(RateMode mode) {
    boolean refused = mode == RateMode.FAIL_CLOSED;
    RateDecision decision =
        new RateDecision(!refused, null, List.of(state(CALLS, 60, refused ? 5_000 : 0, 0)), mode);

    Map<String, String> fields = RateLimitHeaders.standard().of(decision);

    assertThat(fields).containsEntry("RateLimit-Policy", "\"calls\";q=60;w=60");
    if (refused || mode == RateMode.FAIL_OPEN) {
      assertThat(fields).doesNotContainKeys("RateLimit", "RateLimit-Limit", "RateLimit-Remaining");
      assertThat(fields.containsKey("Retry-After")).isEqualTo(refused);
    } else {
      assertThat(fields).containsEntry("RateLimit", "\"calls\";r=60;t=0");
    }
  }

  @Test
  void policies_ofEachKind_sayWhatFitsAndHowSoonItIsBack() {
    assertPolicy(CALLS.withBurst(5), ";q=5;w=5");
    assertPolicy(RateLimit.requests("calls", 3, MINUTE).withBurst(1), ";q=1;w=20");
    assertPolicy(RateLimit.requests("calls", 7, Duration.ofMillis(100)), ";q=7;w=1");
    assertPolicy(RateLimit.requests("calls", 7, MINUTE).withBurst(1), ";q=1;w=9");
    assertPolicy(CALLS.with(new SlidingWindow(8, MINUTE)), ";q=8;w=60");
    assertPolicy(CALLS.with(new ExactWindow(9, Duration.ofMillis(1_500))), ";q=9;w=2");
    assertPolicy(calendar(CalendarPeriod.HOUR), ";q=10;w=3600");
    assertPolicy(calendar(CalendarPeriod.DAY), ";q=10;w=86400");
    assertPolicy(calendar(CalendarPeriod.WEEK), ";q=10;w=604800");
    assertPolicy(calendar(CalendarPeriod.MONTH), ";q=10");
    assertPolicy(RateLimit.concurrent("calls", 4, MINUTE), ";q=4;qu=\"concurrent-requests\"");
  }

  @Test
  void name_thatNeedsEscaping_isOneString() {
    RateLimit odd = RateLimit.requests("a\"b\\c;q=1,\"d\"", 5, MINUTE);

    String policy =
        RateLimitHeaders.standard().of(allowed(state(odd, 5, 0, 0))).get("RateLimit-Policy");

    assertThat(policy).isEqualTo("\"a\\\"b\\\\c;q=1,\\\"d\\\"\";q=5;w=60");
    assertThat(FieldReader.list(policy)).containsOnlyKeys(odd.name());
  }

  @Test
  void styles_areChosen() {
    RateDecision decision = allowed(state(CALLS, 5, 0, 1));

    assertThat(RateLimitHeaders.in(RateHeaderStyle.DRAFT).of(decision))
        .containsOnlyKeys("RateLimit-Policy", "RateLimit");
    assertThat(RateLimitHeaders.in(RateHeaderStyle.X_TIGHTEST).of(decision))
        .containsOnlyKeys("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    assertThat(RateLimitHeaders.in().of(refused(state(CALLS, 0, 1, 1))))
        .containsExactly(entry("Retry-After", "1"));
  }

  @Test
  void about_aRefusal_isTheSameWithoutRetryAfter() {
    assertThat(RateLimitHeaders.standard().about(refused(state(CALLS, 0, 2_000, 3_000))))
        .containsEntry("RateLimit", "\"calls\";r=0;t=2")
        .doesNotContainKey("Retry-After");
  }

  @Test
  void retryAfter_isNeverEarlyAndAtLeastASecond() {
    assertThat(RateLimitHeaders.retryAfter(Duration.ofNanos(1))).contains("1");
    assertThat(RateLimitHeaders.retryAfter(Duration.ZERO)).contains("1");
    assertThat(RateLimitHeaders.retryAfter(Duration.ofNanos(1_000_000_001))).contains("2");
    assertThat(RateLimitHeaders.retryAfter(Duration.ofDays(31))).contains("2678400");
    assertThat(RateLimitHeaders.retryAfter(RateDecision.NEVER)).isEmpty();
  }

  private static RateLimit calendar(CalendarPeriod period) {
    return RateLimit.calendar("calls", 10, period, ZoneOffset.UTC);
  }

  private static void assertPolicy(RateLimit limit, String expected) {
    assertThat(
            RateLimitHeaders.standard().of(allowed(state(limit, 1, 0, 0))).get("RateLimit-Policy"))
        .isEqualTo("\"calls\"" + expected);
  }

  private static LimitState state(RateLimit limit, long remaining, long retry, long reset) {
    return new LimitState(limit, remaining, Duration.ofMillis(retry), Duration.ofMillis(reset));
  }

  private static RateDecision allowed(LimitState... states) {
    return new RateDecision(true, null, List.of(states), RateMode.SHARED);
  }

  private static RateDecision refused(LimitState... states) {
    return new RateDecision(false, null, List.of(states), RateMode.SHARED);
  }
}
