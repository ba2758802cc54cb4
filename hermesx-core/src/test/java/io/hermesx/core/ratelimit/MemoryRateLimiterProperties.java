// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.arithmetic.Algorithms;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** The limiter does what its contract says, on limits of all kinds at once. */
class MemoryRateLimiterProperties {

  private static final List<TenantId> TENANTS =
      List.of(TenantId.named("acme"), TenantId.named("globex"));
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final long DAY = TimeUnit.DAYS.toMicros(1);

  /** What a trace does next. */
  record Act(long pause, RateRequest request, What what, int which) {}

  /** What is done after the request. */
  enum What {
    NOTHING,
    PEEK,
    REFUND,
    RELEASE,
    RENEW
  }

  @Property(tries = 2_000)
  void limiter_agreesWithItsModel(
      @ForAll("limits") RateLimits limits,
      @ForAll @Size(min = 1, max = 60) List<@From("acts") Act> acts) {
    ManualTicker ticker = ManualTicker.create();
    MemoryRateLimiter limiter =
        MemoryRateLimiter.builder()
            .limits(limits)
            .clock(InstantSource.fixed(START))
            .ticker(ticker)
            .build();
    LimiterModel model = new LimiterModel();
    List<RatePermit> permits = new ArrayList<>();
    for (Act act : acts) {
      ticker.advance(Algorithms.micros(act.pause()));
      long now = START.getEpochSecond() * 1_000_000 + ticker.nanos() / 1_000;
      List<Long> before = model.remaining(limits, act.request(), now);
      assertThat(remaining(limiter.peek(act.request()))).isEqualTo(before);

      RateDecision decision = limiter.tryAcquire(act.request());
      UUID id = decision.permit().map(RatePermit::id).orElse(new UUID(0, 0));
      assertThat(model.tryAcquire(limits, act.request(), id, now)).isEqualTo(decision.allowed());
      assertThat(remaining(decision)).isEqualTo(model.remaining(limits, act.request(), now));
      decision.permit().ifPresent(permits::add);
      if (!permits.isEmpty()) {
        RatePermit permit = permits.get(act.which() % permits.size());
        switch (act.what()) {
          case REFUND -> assertThat(limiter.refund(permit)).isEqualTo(model.refund(permit, now));
          case RELEASE -> assertThat(limiter.release(permit)).isEqualTo(model.release(permit, now));
          case RENEW -> assertThat(limiter.renew(permit)).isEqualTo(model.renew(permit, now));
          default -> {}
        }
      }
    }
  }

  /** Raised, lowered, with other periods: more than the highest of them is never admitted. */
  @Property(tries = 1_000)
  void limitsThatChange_neverAdmitMoreInAWindowThanTheHighestOfThem(
      @ForAll("changes") List<RateAlgorithm> changes,
      @ForAll @Size(min = 1, max = 60) List<@From("acts") Act> acts) {
    ManualTicker ticker = ManualTicker.create();
    List<RateLimits> inForce = new ArrayList<>();
    inForce.add(of(changes.get(0)));
    MemoryRateLimiter limiter =
        MemoryRateLimiter.builder().limits(() -> inForce.get(0)).ticker(ticker).build();
    long window = 0;
    long most = 0;
    List<long[]> ran = new ArrayList<>();
    for (RateAlgorithm algorithm : changes) {
      window = Math.max(window, ((RateAlgorithm.ExactWindow) algorithm).period().toNanos());
      most = Math.max(most, algorithm.capacity());
    }
    long shortest = window;
    for (RateAlgorithm algorithm : changes) {
      shortest = Math.min(shortest, ((RateAlgorithm.ExactWindow) algorithm).period().toNanos());
    }
    for (Act act : acts) {
      inForce.set(0, of(changes.get(act.which() % changes.size())));
      ticker.advance(Duration.ofNanos(act.pause() % 4_000 * 1_000));
      if (limiter.tryAcquire(act.request()).allowed()) {
        ran.add(new long[] {ticker.nanos(), act.request().requests()});
      }
    }
    for (long[] last : ran) {
      long end = last[0];
      long from = end - shortest;
      long sum =
          ran.stream().filter(one -> one[0] > from && one[0] <= end).mapToLong(one -> one[1]).sum();
      assertThat(sum).isLessThanOrEqualTo(most);
    }
  }

  private static RateLimits of(RateAlgorithm algorithm) {
    return RateLimits.of(RateLimit.of("all", RateUnit.REQUESTS, algorithm).acrossTenants());
  }

  private static List<Long> remaining(RateDecision decision) {
    return decision.states().stream().map(LimitState::remaining).toList();
  }

  @Provide
  Arbitrary<List<RateAlgorithm>> changes() {
    return Combinators.combine(Arbitraries.longs().between(1, 9), Arbitraries.longs().between(1, 9))
        .as(
            (permits, millis) ->
                (RateAlgorithm) new RateAlgorithm.ExactWindow(permits, Duration.ofMillis(millis)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<RateLimits> limits() {
    return Combinators.combine(
            limit("a"), limit("b"), limit("c"), limit("d"), limit("b"), Arbitraries.of(true, false))
        .as(
            (a, b, c, d, other, overridden) -> {
              RateLimits all = RateLimits.of(a, b, c, d);
              return overridden
                      && b.reach() == RateReach.TENANT
                      && other.reach() == RateReach.TENANT
                  ? all.override(TENANTS.get(1), other)
                  : all;
            });
  }

  private static Arbitrary<RateLimit> limit(String name) {
    return Combinators.combine(
            Algorithms.any(),
            Arbitraries.of(RateUnit.class),
            Arbitraries.of(Dimension.USER, Dimension.TOOL, Dimension.API_KEY).set().ofMaxSize(2),
            Arbitraries.of("", "a", "a*", "*"),
            Arbitraries.of(RateReach.TENANT, RateReach.TENANT, RateReach.ALL_TENANTS),
            Arbitraries.of(
                RateEnforcement.ENFORCED, RateEnforcement.ENFORCED, RateEnforcement.SHADOW))
        .as(
            (algorithm, unit, per, pattern, reach, enforcement) ->
                new RateLimit(
                    name,
                    unit,
                    small(algorithm),
                    Set.copyOf(per),
                    pattern.isEmpty()
                        ? Dimensions.none()
                        : Dimensions.none().with(Dimension.TOOL, pattern),
                    reach,
                    enforcement,
                    0));
  }

  /** Half of them so small that calls of one or two meet them. */
  private static RateAlgorithm small(RateAlgorithm algorithm) {
    if (algorithm.capacity() % 2 == 0) {
      return algorithm;
    }
    if (algorithm instanceof RateAlgorithm.TokenBucket bucket) {
      return new RateAlgorithm.TokenBucket(bucket.permits(), bucket.period(), 5);
    }
    if (algorithm instanceof RateAlgorithm.SlidingWindow window) {
      return new RateAlgorithm.SlidingWindow(5, window.period());
    }
    if (algorithm instanceof RateAlgorithm.ExactWindow window) {
      return new RateAlgorithm.ExactWindow(5, window.period());
    }
    if (algorithm instanceof RateAlgorithm.CalendarWindow window) {
      return new RateAlgorithm.CalendarWindow(5, window.period(), window.zone());
    }
    return new RateAlgorithm.Concurrency(5, ((RateAlgorithm.Concurrency) algorithm).lease());
  }

  @Provide
  Arbitrary<Act> acts() {
    Arbitrary<Long> pauses =
        Arbitraries.oneOf(
            Arbitraries.just(0L),
            Arbitraries.longs().between(0, 3_000),
            Arbitraries.longs().between(0, DAY / 24),
            Arbitraries.longs().between(0, 40 * DAY));
    return Combinators.combine(
            pauses, requests(), Arbitraries.of(What.class), Arbitraries.integers().between(0, 99))
        .as(Act::new);
  }

  private static Arbitrary<RateRequest> requests() {
    Arbitrary<Long> costs =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 3), Arbitraries.longs().between(0, 1_000_000_000));
    return Combinators.combine(
            Arbitraries.of(TENANTS),
            Arbitraries.of("", "ann", "bob"),
            Arbitraries.of("", "a", "ab", "b"),
            Arbitraries.of("", "key"),
            Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(0, 3)), Tuple.of(1, costs)),
            costs)
        .as(
            (tenant, user, tool, key, calls, tokens) ->
                new RateRequest(tenant, dimensions(user, tool, key), calls, tokens));
  }

  private static Dimensions dimensions(String user, String tool, String key) {
    Dimensions dimensions = Dimensions.none();
    dimensions = user.isEmpty() ? dimensions : dimensions.with(Dimension.USER, user);
    dimensions = tool.isEmpty() ? dimensions : dimensions.with(Dimension.TOOL, tool);
    return key.isEmpty() ? dimensions : dimensions.with(Dimension.API_KEY, key);
  }
}
