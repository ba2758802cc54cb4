// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.time.CalendarPeriod;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LeasesTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final RateRequest ACME = call("acme");

  private final ManualTicker ticker = ManualTicker.create();
  private final List<RateLimiter> made = new ArrayList<>();

  @AfterEach
  void close() {
    made.forEach(RateLimiter::close);
  }

  @Test
  void leased_isSpentLocally_andSaysSo() {
    MemoryBackend backend = new MemoryBackend(ticker);
    RateLimiter limiter = create(backend, RateLimit.requests("calls", 100, DAY).leased(50));

    RateDecision first = limiter.tryAcquire(ACME);
    assertThat(first.mode()).isEqualTo(RateMode.LEASED);
    assertThat(first.states().get(0).remaining()).isEqualTo(48);
    assertThat(allowed(limiter, ACME, 48)).isEqualTo(48);
    assertThat(backend.calls()).as("one to learn the time").isEqualTo(2);
    assertThat(allowed(limiter, ACME, 100)).isEqualTo(50);
  }

  @Test
  void acrossTenants_isOneCountForAll() {
    MemoryBackend backend = new MemoryBackend(ticker);
    RateLimiter limiter = create(backend, daily("provider", 30).acrossTenants().leased(1));

    int allowed = IntStream.range(0, 20).map(i -> allowed(limiter, call("tenant-" + i), 3)).sum();
    assertThat(allowed).isEqualTo(30);
  }

  @Test
  void refusedByTheSharedState_putsTheLeasedBack() {
    RateLimit leased = daily("leased", 100).leased(10);
    RateLimit direct = RateLimit.requests("direct", 3, DAY);
    RateLimiter limiter = create(new MemoryBackend(ticker), leased, direct);

    assertThat(allowed(limiter, ACME, 50)).isEqualTo(3);
    assertThat(limiter.peek(ACME).states().get(0).remaining()).isEqualTo(97);
  }

  @Test
  void refusedByALease_takesNothingFromTheSharedState() {
    RateLimit leased = daily("leased", 3).leased(2);
    RateLimit direct = RateLimit.requests("direct", 100, DAY);
    RateLimiter limiter = create(new MemoryBackend(ticker), leased, direct);

    assertThat(allowed(limiter, ACME, 50)).isEqualTo(3);
    assertThat(limiter.peek(ACME).states().get(1).remaining()).isEqualTo(97);
    assertThat(limiter.tryAcquire(ACME).binding().orElseThrow().limit()).isEqualTo(leased);
  }

  @Test
  void refund_goesBackToTheLease_once() {
    RateLimiter limiter = create(new MemoryBackend(ticker), daily("calls", 10).leased(10));
    RatePermit permit = limiter.tryAcquire(ACME).permit().orElseThrow();

    assertThat(limiter.refund(permit)).isTrue();
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(allowed(limiter, ACME, 50)).isEqualTo(10);
  }

  @Test
  void costAboveTheBlock_leasesAsMuchAsItNeeds_andAboveTheCapacityNever() {
    RateLimiter limiter =
        create(new MemoryBackend(ticker), RateLimit.requests("calls", 10, DAY).leased(2));

    assertThat(limiter.tryAcquire(cost(7)).allowed()).isTrue();
    assertThat(limiter.tryAcquire(cost(11)).retryAfter()).isEqualTo(RateDecision.NEVER);
    assertThat(limiter.tryAcquire(cost(2)).allowed()).isTrue();
    assertThat(limiter.tryAcquire(cost(2)).allowed()).isFalse();
  }

  @Test
  void lastPermits_thatFitButNotForTheTimeOfALease_areTaken_andAnEndIsNoOutage() {
    MemoryBackend backend = new MemoryBackend(ticker);
    RateLimiter limiter =
        create(RateFailureMode.open(), backend, RateLimit.requests("calls", 10, DAY).leased(4));

    assertThat(allowed(limiter, ACME, 10)).isBetween(9, 10);
    int calls = backend.calls();
    assertThat(allowed(limiter, ACME, 50)).isBetween(0, 1);
    assertThat(limiter.tryAcquire(ACME).mode()).isEqualTo(RateMode.LEASED);
    assertThat(backend.calls() - calls).isLessThan(20);
  }

  @Test
  void leaseOfALimitThatHasChanged_staysTaken() {
    MemoryBackend backend = new MemoryBackend(ticker);
    RateLimit before = RateLimit.requests("calls", 100, DAY).leased(50);
    RateLimit after = RateLimit.requests("calls", 100, DAY.multipliedBy(30));
    AtomicReference<RateLimits> limits = new AtomicReference<>(RateLimits.of(before));
    RateLimiter limiter =
        new SharedRateLimiterBuilder(backend)
            .limits(limits::get)
            .failureMode(RateFailureMode.closed())
            .ids(TestIds.create())
            .build();
    assertThat(allowed(limiter, ACME, 1)).isEqualTo(1);
    limits.set(RateLimits.of(after));
    limiter.close();

    assertThat(allowed(create(backend, after), ACME, 200)).isBetween(49, 51);
  }

  @Test
  void manyJvms_neverExceed_andReachTheLimitOnceLeasesAreReturned() {
    for (int run = 0; run < 50; run++) {
      MemoryBackend backend = new MemoryBackend(Ticker.system());
      RateLimit limit = RateLimit.requests("calls", 500, DAY).leased(7);
      List<RateLimiter> jvms = IntStream.range(0, 4).mapToObj(i -> create(backend, limit)).toList();

      int admitted =
          Contention.run(8, thread -> () -> allowed(jvms.get(thread % 4), ACME, 100)).stream()
              .mapToInt(Integer::intValue)
              .sum();
      assertThat(admitted).isBetween(500 - 4 * 7, 500);
      jvms.forEach(RateLimiter::close);
      RateLimiter last = create(backend, RateLimit.requests("calls", 500, DAY));
      assertThat(admitted + allowedSoon(last, 500 - admitted)).isEqualTo(500);
      assertThat(allowed(last, ACME, 100)).isZero();
      last.close();
    }
  }

  @Test
  void crashedJvm_leavesAtMostItsBlockUnused() {
    MemoryBackend backend = new MemoryBackend(Ticker.system());
    RateLimit limit = RateLimit.requests("calls", 100, DAY).leased(10);
    RateLimiter crashed = create(backend, limit);
    assertThat(allowed(crashed, ACME, 1)).isEqualTo(1);

    RateLimiter other = create(backend, RateLimit.requests("calls", 100, DAY));
    assertThat(allowed(other, ACME, 200)).isBetween(90 - 1, 90);
  }

  private RateLimiter create(MemoryBackend backend, RateLimit... limits) {
    return create(RateFailureMode.closed(), backend, limits);
  }

  private RateLimiter create(RateFailureMode mode, MemoryBackend backend, RateLimit... limits) {
    RateLimiter limiter =
        new SharedRateLimiterBuilder(backend)
            .limits(RateLimits.of(limits))
            .failureMode(mode)
            .deadline(Duration.ofSeconds(30))
            .leaseDuration(Duration.ofSeconds(30))
            .ids(TestIds.create())
            .build();
    made.add(limiter);
    return limiter;
  }

  private static int allowed(RateLimiter limiter, RateRequest request, int calls) {
    return (int)
        IntStream.range(0, calls).filter(i -> limiter.tryAcquire(request).allowed()).count();
  }

  /** What the time of leases cost leaks once they are returned, within as long as they lasted. */
  private static int allowedSoon(RateLimiter limiter, int wanted) {
    long start = System.nanoTime();
    int allowed = 0;
    while (allowed < wanted && System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
      allowed += allowed(limiter, ACME, 1);
    }
    return allowed;
  }

  private static RateLimit daily(String name, long permits) {
    return RateLimit.calendar(name, permits, CalendarPeriod.DAY, ZoneOffset.UTC);
  }

  private static RateRequest call(String tenant) {
    return RateRequest.call(TenantId.named(tenant), Dimensions.none());
  }

  private static RateRequest cost(long requests) {
    return new RateRequest(TenantId.named("acme"), Dimensions.none(), requests, 0);
  }
}
