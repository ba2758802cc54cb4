// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateDecisionTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final RateLimit A = RateLimit.requests("a", 10, HOUR);
  private static final RateLimit B = RateLimit.requests("b", 10, HOUR);
  private static final RateLimit WATCHED = RateLimit.requests("watched", 10, HOUR).shadow();

  @Test
  void binding_ofARefusal_isTheLongestWaitOfThoseEnforced() {
    RateDecision refused =
        decision(false, state(A, 0, 5), state(WATCHED, 0, 99), state(B, 0, 7), state(A, 3, 0));

    assertThat(refused.binding().orElseThrow().limit()).isEqualTo(B);
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(refused).hasToString("refused SHARED by b");
  }

  @Test
  void binding_ofAPermission_isTheLeastRemainingOfThoseEnforced() {
    RateDecision allowed = decision(true, state(A, 4, 0), state(WATCHED, 0, 99), state(B, 3, 0));

    assertThat(allowed.binding().orElseThrow().limit()).isEqualTo(B);
    assertThat(allowed.retryAfter()).isZero();
  }

  @Test
  void onlyWatched_hasNoBindingLayer() {
    assertThat(decision(true, state(WATCHED, 0, 99)).binding()).isEmpty();
    assertThat(state(WATCHED, 0, 99).exceeded()).isTrue();
    assertThat(state(WATCHED, 1, 0).exceeded()).isFalse();
  }

  @Test
  void refusalWithoutStates_neverFits() {
    assertThat(decision(false).retryAfter()).isEqualTo(RateDecision.NEVER);
    assertThat(RateDecision.notLimited().retryAfter()).isZero();
    assertThat(RateDecision.notLimited().permit()).isEmpty();
  }

  @Test
  void equality_isThatOfItsParts() {
    assertThat(decision(true, state(A, 1, 0)))
        .isEqualTo(decision(true, state(A, 1, 0)))
        .hasSameHashCodeAs(decision(true, state(A, 1, 0)))
        .isNotEqualTo(decision(false, state(A, 1, 0)))
        .isNotEqualTo(decision(true, state(A, 2, 0)));
  }

  @Test
  void mode_isDegraded_whereTheSharedStateWasAway() {
    assertThat(RateMode.values())
        .filteredOn(RateMode::degraded)
        .containsExactly(RateMode.FAIL_CLOSED, RateMode.FAIL_OPEN, RateMode.LOCAL_SHARE);
  }

  private static RateDecision decision(boolean allowed, LimitState... states) {
    return new RateDecision(allowed, null, List.of(states), RateMode.SHARED);
  }

  private static LimitState state(RateLimit limit, long remaining, long wait) {
    return new LimitState(limit, remaining, Duration.ofSeconds(wait), HOUR);
  }
}
