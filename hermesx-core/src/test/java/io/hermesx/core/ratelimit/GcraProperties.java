// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GcraProperties {

  private static final long LONGEST_TRACE = Duration.ofDays(100_000).toNanos();
  private static final long MOST = 1_000_000_000L;
  private static final Duration LONGEST = Duration.ofDays(366);

  private static final List<TenantId> TENANTS =
      List.of(TenantId.named("acme"), TenantId.named("globex"));

  /** What a trace does next. */
  record Act(long pause, RateRequest request, boolean refunds) {}

  @Property(tries = 1_000)
  void limiter_agreesWithExactArithmetic(
      @ForAll("layers") List<RateLimit> layers, @ForAll("traces") List<Act> trace) {
    ManualTicker ticker = ManualTicker.create();
    GcraRateLimiter limiter =
        GcraRateLimiter.builder().limits(layers).ticker(ticker).ids(TestIds.create()).build();
    ExactModel model = new ExactModel(layers);
    List<RatePermit> permits = new ArrayList<>();
    for (Act act : trace) {
      ticker.advance(Math.min(act.pause(), LONGEST_TRACE - ticker.nanos()));
      List<LimitState> expected = model.tryAcquire(act.request(), ticker.nanos());
      RateDecision decision = limiter.tryAcquire(act.request());

      assertThat(decision.states()).isEqualTo(expected);
      assertThat(decision.allowed())
          .isEqualTo(expected.stream().allMatch(state -> state.retryAfter().isZero()));
      decision.permit().ifPresent(permits::add);
      if (act.refunds() && !permits.isEmpty()) {
        RatePermit permit = permits.get(permits.size() / 2);
        assertThat(limiter.refund(permit)).isEqualTo(model.refund(permit, ticker.nanos()));
      }
    }
  }

  @Property(tries = 500)
  void longDivision_agreesWithManyShortSteps(@ForAll("limits") RateLimit limit) {
    Gcra gcra = new Gcra(limit);
    Level once = new Level(0);
    Level often = new Level(0);
    gcra.take(once, limit.burst());
    gcra.take(often, limit.burst());
    long end = limit.period().toNanos() / 7 * 6 + 5;
    gcra.leak(once, end);
    for (long step = 1; step <= 97; step++) {
      gcra.leak(often, end / 97 * step);
    }
    gcra.leak(often, end);

    assertThat(List.of(often.used, often.part)).isEqualTo(List.of(once.used, once.part));
  }

  @Property(tries = 500)
  void wholePeriods_leakWholePermits(
      @ForAll("limits") RateLimit limit, @ForAll("periods") int periods) {
    Gcra gcra = new Gcra(limit);
    Level level = new Level(0);
    gcra.take(level, limit.burst());
    gcra.leak(level, limit.period().toNanos() * periods);

    assertThat(gcra.remaining(level)).isEqualTo(Math.min(limit.burst(), limit.permits() * periods));
    assertThat(level.part).isZero();
  }

  @Example
  void extremes_overflowNowhere() {
    for (long permits : new long[] {1, 2, 999_999_937, MOST}) {
      for (long burst : new long[] {1, 2, 999_999_937, MOST}) {
        for (Duration period : List.of(Duration.ofMillis(1), LONGEST, LONGEST.minusNanos(1))) {
          RateLimit limit = RateLimit.requests("limit", permits, period).withBurst(burst);
          Gcra gcra = new Gcra(limit);
          ExactModel model = new ExactModel(List.of(limit));
          RateRequest all = new RateRequest(TENANTS.get(0), Dimensions.none(), burst, 0);
          Level level = new Level(0);
          gcra.take(level, burst);
          model.tryAcquire(all, 0);
          for (long now : new long[] {0, 1, 999, period.toNanos() - 1, Long.MAX_VALUE / 2}) {
            gcra.leak(level, now);
            LimitState expected = model.tryAcquire(all, now).get(0);
            if (gcra.fits(level, burst)) {
              gcra.take(level, burst);
            }
            assertThat(gcra.remaining(level)).isEqualTo(expected.remaining());
            assertThat(gcra.untilEmpty(level)).isEqualTo(expected.resetAfter());
          }
          gcra.leak(level, Long.MAX_VALUE);
          gcra.leak(level, 0);
          assertThat(level.at).isEqualTo(Long.MAX_VALUE);
        }
      }
    }
  }

  @Example
  void longRun_admitsExactlyTheRate() {
    // 7 in 1 ms + 1 ns has no exact nanosecond per permit; a rounded interval would drift.
    RateLimit limit = RateLimit.requests("odd", 7, Duration.ofNanos(1_000_001)).withBurst(1);
    Gcra gcra = new Gcra(limit);
    Level level = new Level(0);
    long now = 0;
    int admitted = 0;
    while (now < 1_000_001L * 10_000) {
      gcra.leak(level, now);
      now += gcra.untilFits(level, 1).toNanos();
      gcra.leak(level, now);
      gcra.take(level, 1);
      admitted++;
    }
    assertThat(admitted).isBetween(70_000, 70_001);
  }

  @Provide
  Arbitrary<RateLimit> limits() {
    return limit(RateUnit.REQUESTS, "limit");
  }

  @Provide
  Arbitrary<Integer> periods() {
    return Arbitraries.integers().between(0, 200);
  }

  @Provide
  Arbitrary<List<RateLimit>> layers() {
    return Combinators.combine(
            limit(RateUnit.REQUESTS, "calls"),
            limit(RateUnit.TOKENS, "tokens").map(limit -> limit.per(Dimension.USER)),
            limit(RateUnit.REQUESTS, "tool")
                .map(limit -> limit.only(Dimension.TOOL, "mail").per(Dimension.USER)))
        .as(List::of);
  }

  @Provide
  Arbitrary<List<Act>> traces() {
    Arbitrary<Long> waits =
        Arbitraries.oneOf(
            Arbitraries.just(0L),
            Arbitraries.longs().between(0, 1_000),
            Arbitraries.longs().between(0, 10_000_000_000L),
            Arbitraries.longs().between(0, LONGEST.multipliedBy(2).toNanos()));
    return Combinators.combine(waits, requests(), Arbitraries.of(true, false, false))
        .as(Act::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(50);
  }

  private static Arbitrary<RateRequest> requests() {
    return Combinators.combine(
            Arbitraries.of(TENANTS),
            Arbitraries.of("", "ann", "bob"),
            Arbitraries.of("", "mail", "search"),
            costs(),
            costs())
        .as(
            (tenant, user, tool, calls, tokens) ->
                new RateRequest(tenant, dimensions(user, tool), calls, tokens));
  }

  private static Dimensions dimensions(String user, String tool) {
    Map<Dimension, String> values = new HashMap<>();
    if (!user.isEmpty()) {
      values.put(Dimension.USER, user);
    }
    if (!tool.isEmpty()) {
      values.put(Dimension.TOOL, tool);
    }
    return new Dimensions(values);
  }

  private static Arbitrary<Long> costs() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 4), Arbitraries.longs().between(0, MOST));
  }

  private static Arbitrary<RateLimit> limit(RateUnit unit, String name) {
    Arbitrary<Long> counts =
        Arbitraries.oneOf(Arbitraries.longs().between(1, 20), Arbitraries.longs().between(1, MOST));
    Arbitrary<Duration> periods =
        Arbitraries.oneOf(
                Arbitraries.longs().between(1_000_000, 1_000_100),
                Arbitraries.longs().between(1_000_000, LONGEST.toNanos()),
                Arbitraries.of(Duration.ofDays(30).toNanos(), LONGEST.toNanos()))
            .map(Duration::ofNanos);
    return Combinators.combine(counts, periods, counts)
        .as(
            (permits, period, burst) ->
                new RateLimit(name, unit, permits, period, burst, Set.of(), Dimensions.none()));
  }
}
