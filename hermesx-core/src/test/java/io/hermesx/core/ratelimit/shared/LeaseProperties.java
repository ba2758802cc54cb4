// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.time.CalendarPeriod;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** JVMs that lease, spend when they like, crash and come back: no window sees too much. */
class LeaseProperties {

  private static final int JVMS = 2;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final RateRequest CALL =
      RateRequest.call(TenantId.named("acme"), Dimensions.none());

  /**
   * What happens next.
   *
   * @param leases how many thousandths of a lease pass before
   * @param refills how many thousandths of the time in which the limit refills pass before
   */
  record Act(int jvm, int calls, int leases, int refills, boolean crashes) {

    /** Whole microseconds: to the limiter two times within one are the same. */
    Duration pause(RateAlgorithm algorithm) {
      Duration refill = Duration.ofHours(1);
      if (algorithm instanceof TokenBucket bucket) {
        refill = bucket.period().multipliedBy(bucket.burst()).dividedBy(bucket.permits());
      } else if (algorithm instanceof SlidingWindow window) {
        refill = window.period();
      }
      return LEASE
          .multipliedBy(leases)
          .plus(refill.multipliedBy(refills))
          .dividedBy(1_000)
          .truncatedTo(ChronoUnit.MICROS);
    }
  }

  @Property(tries = 300)
  void spendsOfAllJvms_keepTheBoundOfEachWindow(
      @ForAll("limits") RateAlgorithm algorithm, @ForAll("traces") List<Act> trace) {
    ManualTicker ticker = ManualTicker.create();
    MemoryBackend backend = new MemoryBackend(ticker);
    RateLimit limit =
        RateLimit.of("leased", RateUnit.REQUESTS, algorithm).leased(algorithm.capacity());
    List<RateLimiter> jvms = new ArrayList<>();
    List<RateLimiter> crashed = new ArrayList<>();
    for (int i = 0; i < JVMS; i++) {
      jvms.add(create(backend, limit, ticker));
    }
    List<Long> spent = new ArrayList<>();
    for (Act act : trace) {
      ticker.advance(act.pause(algorithm));
      for (int i = 0; i < act.calls(); i++) {
        if (jvms.get(act.jvm()).tryAcquire(CALL).allowed()) {
          spent.add(ticker.nanos());
        }
      }
      if (act.crashes()) {
        crashed.add(jvms.set(act.jvm(), create(backend, limit, ticker)));
      }
    }
    try {
      requireBound(algorithm, spent);
    } finally {
      jvms.forEach(RateLimiter::close);
      crashed.forEach(RateLimiter::close);
    }
  }

  private static void requireBound(RateAlgorithm algorithm, List<Long> spent) {
    for (int first = 0; first < spent.size(); first++) {
      for (int last = first; last < spent.size(); last++) {
        Duration window = Duration.ofNanos(spent.get(last) - spent.get(first));
        assertThat(BigInteger.valueOf(last - first + 1))
            .isLessThanOrEqualTo(algorithm.atMost(window));
      }
    }
  }

  private static RateLimiter create(MemoryBackend backend, RateLimit limit, ManualTicker ticker) {
    return new SharedRateLimiterBuilder(backend)
        .limits(RateLimits.of(limit))
        .failureMode(RateFailureMode.closed())
        .deadline(Duration.ofSeconds(30))
        .leaseDuration(LEASE)
        .clock(() -> MemoryBackend.START)
        .ticker(ticker)
        .ids(TestIds.create())
        .build();
  }

  @Provide
  Arbitrary<RateAlgorithm> limits() {
    Arbitrary<Long> permits = Arbitraries.longs().between(1, 40);
    Arbitrary<Duration> periods =
        Arbitraries.longs().between(2_000, 60_000).map(Duration::ofMillis);
    Arbitrary<RateAlgorithm> buckets =
        Combinators.combine(permits, periods, permits).as(TokenBucket::new);
    Arbitrary<RateAlgorithm> sliding = Combinators.combine(permits, periods).as(SlidingWindow::new);
    Arbitrary<RateAlgorithm> calendar =
        permits.map(most -> new CalendarWindow(most, CalendarPeriod.HOUR, ZoneOffset.UTC));
    return Arbitraries.oneOf(buckets, buckets, sliding, calendar);
  }

  @Provide
  Arbitrary<List<Act>> traces() {
    return Combinators.combine(
            Arbitraries.integers().between(0, JVMS - 1),
            Arbitraries.oneOf(Arbitraries.just(1), Arbitraries.just(60)),
            Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 1_000)),
            Arbitraries.oneOf(
                Arbitraries.just(0), Arbitraries.just(0), Arbitraries.integers().between(0, 1_200)),
            Arbitraries.of(true, false, false, false, false))
        .as(Act::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }
}
