// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every rate limiter holds to where limits count calls that run at the same time. It moves no
 * clock, so that limiters whose time is a server's hold to it too; {@link RateTimeContract} has the
 * end of leases.
 */
public abstract class RateSlotContract {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final Duration LEASE = Duration.ofHours(1);
  private static final RateLimit THREE = RateLimit.concurrent("running", 3, LEASE);

  /** Creates a limiter on state that nobody has used. */
  protected abstract RateLimiter create(RateLimits limits);

  @Test
  void slots_areHeldUntilReleased() {
    RateLimiter limiter = create(RateLimits.of(THREE));
    List<RatePermit> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(permit(limiter, call()));
    }
    assertThat(limiter.tryAcquire(call()).allowed()).isFalse();

    assertThat(limiter.release(running.get(1))).isTrue();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
    assertThat(limiter.tryAcquire(call()).allowed()).isFalse();
  }

  @Test
  void release_again_freesNothing() {
    RateLimiter limiter = create(RateLimits.of(THREE));
    RatePermit first = permit(limiter, call());
    permit(limiter, call());

    assertThat(limiter.release(first)).isTrue();
    assertThat(limiter.release(first)).isFalse();
    assertThat(remaining(limiter, "running")).isEqualTo(2);
  }

  @Test
  void release_ofAPermitOfSomebodyElse_freesNothing() {
    RateLimiter limiter = create(RateLimits.of(THREE));
    RatePermit own = permit(limiter, call());
    RatePermit unknown =
        new RatePermit(
            new UUID(7, 7), own.request(), own.limits(), own.takenAtMicros(), own.mode());

    assertThat(limiter.release(unknown)).isFalse();
    assertThat(limiter.renew(unknown)).isFalse();
    assertThat(remaining(limiter, "running")).isEqualTo(2);
  }

  @Test
  void release_keepsWhatTheCallTookFromRates() {
    RateLimiter limiter =
        create(RateLimits.of(THREE, RateLimit.requests("calls", 10, LEASE.multipliedBy(8_000))));
    RatePermit permit = permit(limiter, call());
    limiter.release(permit);

    assertThat(remaining(limiter, "running")).isEqualTo(3);
    assertThat(remaining(limiter, "calls")).isEqualTo(9);
  }

  @Test
  void refund_freesTheSlotsToo_andOnlyOnce() {
    RateLimiter limiter =
        create(RateLimits.of(THREE, RateLimit.requests("calls", 10, LEASE.multipliedBy(8_000))));
    RatePermit permit = permit(limiter, call());

    assertThat(limiter.refund(permit)).isTrue();
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(limiter.release(permit)).isFalse();
    assertThat(remaining(limiter, "running")).isEqualTo(3);
    assertThat(remaining(limiter, "calls")).isEqualTo(10);
  }

  @Test
  void requestRefusedByARate_holdsNoSlot() {
    RateLimit rate = RateLimit.requests("calls", 2, LEASE.multipliedBy(8_000));
    for (RateLimits limits : List.of(RateLimits.of(THREE, rate), RateLimits.of(rate, THREE))) {
      RateLimiter limiter = create(limits);
      limiter.release(permit(limiter, call()));
      limiter.release(permit(limiter, call()));
      for (int i = 0; i < 9; i++) {
        assertThat(limiter.tryAcquire(call()).allowed()).isFalse();
      }
      assertThat(remaining(limiter, "running")).isEqualTo(3);
    }
  }

  @Test
  void requestRefusedBySlots_takesFromNoRate() {
    RateLimiter limiter =
        create(RateLimits.of(RateLimit.requests("calls", 50, LEASE.multipliedBy(8_000)), THREE));
    for (int i = 0; i < 20; i++) {
      limiter.tryAcquire(call());
    }

    assertThat(remaining(limiter, "calls")).isEqualTo(47);
    RateDecision refused = limiter.tryAcquire(call());
    assertThat(refused.binding().orElseThrow().limit().name()).isEqualTo("running");
    assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(50), LEASE);
  }

  @Test
  void moreSlotsThanThereAre_neverFit() {
    RateLimiter limiter = create(RateLimits.of(THREE));
    RateRequest four = new RateRequest(TENANT, Dimensions.none(), 4, 0);

    assertThat(limiter.tryAcquire(four).retryAfter()).isEqualTo(RateDecision.NEVER);
  }

  @Test
  void slots_areCountedPerDimension() {
    RateLimiter limiter =
        create(RateLimits.of(RateLimit.concurrent("tool", 1, LEASE).per(Dimension.TOOL)));
    RatePermit mail = permit(limiter, call("mail"));
    permit(limiter, call("search"));

    assertThat(limiter.tryAcquire(call("mail")).allowed()).isFalse();
    limiter.release(mail);
    assertThat(limiter.tryAcquire(call("mail")).allowed()).isTrue();
    assertThat(limiter.tryAcquire(call("search")).allowed()).isFalse();
  }

  @Test
  void renew_tellsWhetherAllSlotsAreStillHeld() {
    RateLimiter limiter =
        create(RateLimits.of(THREE, RateLimit.concurrent("also", 5, LEASE.multipliedBy(2))));
    RatePermit permit = permit(limiter, call());
    assertThat(permit.holdsSlot()).isTrue();

    assertThat(limiter.renew(permit)).isTrue();
    assertThat(limiter.renew(permit)).isTrue();
    limiter.release(permit);
    assertThat(limiter.renew(permit)).isFalse();
    assertThat(remaining(limiter, "running")).isEqualTo(3);
  }

  @Test
  void permitWithoutSlots_hasNothingToReleaseAndNothingToLose() {
    RateLimiter limiter = create(RateLimits.of(RateLimit.requests("calls", 5, LEASE)));
    RatePermit permit = permit(limiter, call());

    assertThat(permit.holdsSlot()).isFalse();
    assertThat(limiter.release(permit)).isFalse();
    assertThat(limiter.renew(permit)).isTrue();
  }

  @Test
  void manyThreads_neverHoldMoreThanThereAre() {
    RateLimiter limiter = create(RateLimits.of(THREE));

    List<Integer> most =
        Contention.run(
            16,
            thread ->
                () -> {
                  int allowed = 0;
                  for (int i = 0; i < 50; i++) {
                    RateDecision decision = limiter.tryAcquire(call());
                    if (decision.allowed()) {
                      allowed++;
                      assertThat(limiter.release(decision.permit().orElseThrow())).isTrue();
                    }
                  }
                  return allowed;
                });

    assertThat(most.stream().mapToInt(Integer::intValue).sum()).isPositive();
    assertThat(remaining(limiter, "running")).isEqualTo(3);
  }

  private static RatePermit permit(RateLimiter limiter, RateRequest request) {
    return limiter.tryAcquire(request).permit().orElseThrow();
  }

  private static RateRequest call() {
    return RateRequest.call(TENANT, Dimensions.none());
  }

  private static RateRequest call(String tool) {
    return RateRequest.call(TENANT, Dimensions.none().with(Dimension.TOOL, tool));
  }

  private static long remaining(RateLimiter limiter, String limit) {
    return limiter.peek(call()).states().stream()
        .filter(state -> state.limit().name().equals(limit))
        .mapToLong(LimitState::remaining)
        .sum();
  }
}
