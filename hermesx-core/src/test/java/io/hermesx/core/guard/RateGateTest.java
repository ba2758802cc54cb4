// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.alice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.receipt.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller is told by the rate limit stage, and what it tells the limiter. */
class RateGateTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RateLimit CALLS = RateLimit.requests("calls", 1, MINUTE);

  private final GuardFixture fixture = GuardFixture.create();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void refused_saysWhichLimitAndHowLong() {
    Denial denial = refused(RateMode.SHARED, MINUTE);

    assertThat(denial.code()).isEqualTo(DenialCode.RATE_LIMITED);
    assertThat(denial.stage()).isEqualTo(Stage.RATE);
    assertThat(denial.reason()).isEqualTo("limit calls is reached");
    assertThat(denial.retryAfter()).contains(MINUTE);
    assertThat(denial.hint()).doesNotContain("calls ");
  }

  @Test
  void refused_neverToFit_saysSoAndNamesNoWait() {
    Denial denial = refused(RateMode.SHARED, RateDecision.NEVER);

    assertThat(denial.reason()).contains("larger than its capacity");
    assertThat(denial.retryAfter()).isEmpty();
  }

  @Test
  void refusedByALocalShare_saysThatTheSharedStateIsAway() {
    Denial denial = refused(RateMode.LOCAL_SHARE, MINUTE);

    assertThat(denial.code()).isEqualTo(DenialCode.RATE_LIMITED);
    assertThat(denial.reason()).contains("calls").contains("local_share");
  }

  @Test
  void refusedBecauseTheSharedStateIsAway_isUnavailableAndNoLimitReached() {
    Denial denial = refused(RateMode.FAIL_CLOSED, MINUTE);

    assertThat(denial.code()).isEqualTo(DenialCode.UNAVAILABLE);
    assertThat(denial.stage()).isEqualTo(Stage.RATE);
    assertThat(denial.reason()).contains("calls").contains("fail_closed");
    assertThat(denial.retryAfter()).contains(MINUTE);
  }

  @ParameterizedTest
  @EnumSource(value = RateMode.class, mode = EnumSource.Mode.EXCLUDE, names = "FAIL_OPEN")
  void refusedWithoutAnyState_isADenialAllTheSame(RateMode mode) {
    fixture.builder.rateLimiter(new Answering(new RateDecision(false, null, List.of(), mode)));
    fixture.rebuilt();

    assertThat(((ToolOutcome.Denied) fixture.invoke("c-1")).denial().retryAfter()).isEmpty();
    assertThat(fixture.ran).hasValue(0);
  }

  @Test
  void shadowLimit_neverDenies() {
    limitedBy(CALLS.shadow());
    List<RateDecision> heard = new ArrayList<>();
    GuardContext context = context().withRateListener(heard::add);

    for (int i = 0; i < 3; i++) {
      assertThat(fixture.guard.invoke(context, GuardFixture.call("c-" + i, i + 1), fixture.refund))
          .isInstanceOf(ToolOutcome.Executed.class);
    }

    assertThat(heard)
        .extracting(decision -> decision.states().get(0).exceeded())
        .containsExactly(false, true, true);
  }

  @Test
  void listener_hearsEachDecisionOnceBeforeTheCallGoesOn() {
    limitedBy(CALLS);
    List<String> heard = new ArrayList<>();
    GuardContext context =
        context()
            .withRateListener(
                decision -> heard.add(decision.allowed() + " after " + fixture.ran.get()));

    ToolOutcome first = fixture.guard.invoke(context, GuardFixture.call("c-1"), fixture.refund);
    ToolOutcome again = fixture.guard.invoke(context, GuardFixture.call("c-1"), fixture.refund);
    ToolOutcome second = fixture.guard.invoke(context, GuardFixture.call("c-2"), fixture.refund);

    assertThat(first).isEqualTo(again).isInstanceOf(ToolOutcome.Executed.class);
    assertThat(second).isInstanceOf(ToolOutcome.Denied.class);
    assertThat(heard).containsExactly("true after 0", "false after 1");
  }

  @Test
  void listenerThatThrows_changesNothing() {
    CountedLimiter limiter = new CountedLimiter();
    fixture.builder.rateLimiter(limiter);
    fixture.rebuilt();
    GuardContext context =
        context()
            .withRateListener(
                decision -> {
                  throw new IllegalStateException("the test");
                });

    assertThat(fixture.guard.invoke(context, GuardFixture.call("c-1"), fixture.refund))
        .isInstanceOf(ToolOutcome.Executed.class);
    assertThat(limiter.released).hasValue(1);
  }

  @Test
  void keyAndEndpoint_areCountedBy() {
    CountedLimiter limiter = new CountedLimiter();
    fixture.builder.rateLimiter(limiter);
    fixture.rebuilt();
    ApiKeyId key = new ApiKeyId(new UUID(1, 2));

    ToolOutcome unused =
        fixture.guard.invoke(
            context().withApiKey(key).withEndpoint("POST /v1/chat").withTraceId("t-1"),
            GuardFixture.call("c-1"),
            fixture.refund);

    RateRequest asked = limiter.asked.get();
    assertThat(asked.dimensions().find(Dimension.API_KEY)).contains(key.toString());
    assertThat(asked.dimensions().find(Dimension.ENDPOINT)).contains("POST /v1/chat");
    assertThat(asked.dimensions().find(Dimension.TOOL)).contains("refund");
  }

  @Test
  void withoutKeyAndEndpoint_thereAreNone() {
    CountedLimiter limiter = new CountedLimiter();
    fixture.builder.rateLimiter(limiter);
    fixture.rebuilt();

    ToolOutcome unused = fixture.invoke("c-1");

    assertThat(limiter.asked.get().dimensions().values())
        .doesNotContainKeys(Dimension.API_KEY, Dimension.ENDPOINT);
  }

  @Test
  void endpointWithALineBreak_isRefused() {
    assertThatThrownBy(() -> context().withEndpoint("POST /v1\r\nchat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint");
  }

  private static GuardContext context() {
    return GuardContext.of(ACME, alice(), "run-1");
  }

  private void limitedBy(RateLimit limit) {
    fixture.builder.rateLimiter(MemoryRateLimiter.of(limit));
    fixture.rebuilt();
  }

  private Denial refused(RateMode mode, Duration wait) {
    LimitState state = new LimitState(CALLS, 0, wait, MINUTE);
    fixture.builder.rateLimiter(new Answering(new RateDecision(false, null, List.of(state), mode)));
    fixture.rebuilt();
    return ((ToolOutcome.Denied) fixture.invoke("c-1")).denial();
  }

  /** A limiter that always says the same. */
  private record Answering(RateDecision decision) implements RateLimiter {

    @Override
    public RateDecision tryAcquire(RateRequest request) {
      return decision;
    }

    @Override
    public RateDecision peek(RateRequest request) {
      return decision;
    }

    @Override
    public boolean release(RatePermit permit) {
      return false;
    }

    @Override
    public boolean refund(RatePermit permit) {
      return false;
    }

    @Override
    public boolean renew(RatePermit permit) {
      return false;
    }

    @Override
    public void close() {}
  }
}
