// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Calls that come, run for any time and end in any order, under a heartbeat. */
class HeartbeatProperties {

  private static final int SLOTS = 3;
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** What happens next. */
  enum Step {
    COME,
    END_FIRST,
    END_LAST,
    NEVER_BEGIN,
    TIME_PASSES
  }

  @Property(tries = 500)
  void slotsHeld_areExactlyThoseOfTheCallsThatRun(@ForAll @Size(max = 200) List<Step> steps) {
    ManualTicker ticker = ManualTicker.create();
    HeartbeatRateLimiter limiter = limiter(ticker);
    Deque<RatePermit> running = new ArrayDeque<>();
    for (Step step : steps) {
      play(step, limiter, running, ticker);

      assertThat(SLOTS - limiter.peek(call()).states().get(0).remaining())
          .isEqualTo(running.size());
      assertThat(limiter.running()).isEqualTo(running.size());
    }
  }

  private static void play(
      Step step, HeartbeatRateLimiter limiter, Deque<RatePermit> running, ManualTicker ticker) {
    switch (step) {
      case COME -> {
        RateDecision decision = limiter.tryAcquire(call());
        assertThat(decision.allowed()).isEqualTo(running.size() < SLOTS);
        decision.permit().ifPresent(running::addLast);
      }
      case END_FIRST -> end(limiter, running.pollFirst());
      case END_LAST -> end(limiter, running.pollLast());
      case NEVER_BEGIN -> {
        RatePermit permit = running.pollLast();
        assertThat(permit == null || limiter.refund(permit)).isTrue();
      }
      case TIME_PASSES -> {
        ticker.advance(EVERY);
        assertThat(limiter.beat()).isEqualTo(running.size());
      }
    }
  }

  private static void end(HeartbeatRateLimiter limiter, @Nullable RatePermit permit) {
    if (permit != null) {
      assertThat(limiter.release(permit)).isTrue();
      assertThat(limiter.release(permit)).isFalse();
    }
  }

  private static HeartbeatRateLimiter limiter(ManualTicker ticker) {
    RateLimit slots = RateLimit.concurrent("slots", SLOTS, Duration.ofSeconds(15));
    return HeartbeatRateLimiter.builder(
            MemoryRateLimiter.builder().limits(RateLimits.of(slots)).ticker(ticker).build())
        .every(EVERY)
        .longest(Duration.ofHours(24))
        .ticker(ticker)
        .unattended()
        .build();
  }

  private static RateRequest call() {
    return RateRequest.call(TenantId.named("acme"), Dimensions.none());
  }
}
