// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every rate limiter makes of limits as data: patterns, limits of single tenants, limits only
 * watched or across tenants, and limits that change while it runs. It moves no clock, so that
 * limiters whose time is a server's hold to it too.
 */
public abstract class RateLimitsContract {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final Duration LONG = Duration.ofDays(366);
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** Creates a limiter on state that nobody has used. */
  protected abstract RateLimiter create(Supplier<RateLimits> limits);

  /** Ways to count that forget nothing while a test runs. */
  static List<RateAlgorithm> rates() {
    return List.of(
        new TokenBucket(5, LONG, 5),
        new SlidingWindow(5, LONG),
        new ExactWindow(5, LONG),
        new CalendarWindow(5, CalendarPeriod.MONTH, UTC));
  }

  // Every kind

  @ParameterizedTest
  @MethodSource("rates")
  void everyKind_allowsItsPermits_andARefundGivesThemBackOnce(RateAlgorithm algorithm) {
    RateLimiter limiter = create(of(calls("calls", algorithm)));
    RatePermit permit = limiter.tryAcquire(cost(2)).permit().orElseThrow();

    assertThat(allowed(limiter, call(), 9)).isEqualTo(3);
    assertThat(limiter.tryAcquire(call()).retryAfter()).isPositive();
    assertThat(limiter.tryAcquire(cost(6)).retryAfter()).isEqualTo(RateDecision.NEVER);
    assertThat(limiter.refund(permit)).isTrue();
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(allowed(limiter, call(), 9)).isEqualTo(2);
  }

  @Test
  void kindsTogether_takeFromAllOrNone() {
    List<RateLimit> limits =
        IntStream.range(0, rates().size())
            .mapToObj(i -> calls("kind-" + i, rates().get(i)))
            .toList();
    RateLimit narrow = calls("narrow", new ExactWindow(2, LONG)).per(Dimension.USER);
    RateLimiter limiter =
        create(
            () ->
                RateLimits.of(
                    List.of(limits.get(0), limits.get(1), narrow, limits.get(2), limits.get(3))));

    assertThat(allowed(limiter, user("ann"), 9)).isEqualTo(2);
    assertThat(allowed(limiter, user("bob"), 9)).isEqualTo(2);
    assertThat(allowed(limiter, user("eve"), 9)).isEqualTo(1);
    assertThat(limiter.peek(call()).states()).extracting(LimitState::remaining).containsOnly(0L);
  }

  // Which calls

  @Test
  void star_standsForAnyRest_alsoNone() {
    RateLimiter limiter =
        create(of(calls("chat", bucket(2)).only(Dimension.ENDPOINT, "POST /v1/*")));

    assertThat(allowed(limiter, with(Dimension.ENDPOINT, "POST /v1/chat"), 1)).isEqualTo(1);
    assertThat(allowed(limiter, with(Dimension.ENDPOINT, "POST /v1/"), 9)).isEqualTo(1);
    assertThat(allowed(limiter, with(Dimension.ENDPOINT, "POST /v1"), 9)).isEqualTo(9);
    assertThat(allowed(limiter, with(Dimension.ENDPOINT, "GET /v1/chat"), 9)).isEqualTo(9);
    assertThat(allowed(limiter, call(), 9)).isEqualTo(9);
  }

  @Test
  void starAlone_standsForEveryCallThatHasTheDimension() {
    RateLimiter limiter = create(of(calls("tools", bucket(2)).only(Dimension.TOOL, "*")));

    assertThat(allowed(limiter, with(Dimension.TOOL, "mail"), 9)).isEqualTo(2);
    assertThat(allowed(limiter, with(Dimension.TOOL, ""), 9)).isZero();
    assertThat(allowed(limiter, call(), 9)).isEqualTo(9);
  }

  @Test
  void apiKeysAndEndpoints_areCountedSeparately() {
    RateLimiter limiter =
        create(of(calls("key", bucket(2)).per(Dimension.API_KEY, Dimension.ENDPOINT)));

    for (String key : List.of("k1", "k2")) {
      for (String endpoint : List.of("GET /a", "GET /b")) {
        Dimensions dimensions =
            Dimensions.none().with(Dimension.API_KEY, key).with(Dimension.ENDPOINT, endpoint);
        assertThat(allowed(limiter, RateRequest.call(ACME, dimensions), 9)).isEqualTo(2);
      }
    }
    assertThat(allowed(limiter, with(Dimension.API_KEY, "k1"), 9)).isEqualTo(9);
  }

  @Test
  void override_isOneTenantsAlone() {
    RateLimits limits =
        RateLimits.of(calls("a", bucket(2)), calls("b", bucket(50)))
            .override(ACME, calls("a", bucket(7)));
    RateLimiter limiter = create(() -> limits);

    assertThat(allowed(limiter, call(), 20)).isEqualTo(7);
    assertThat(allowed(limiter, RateRequest.call(GLOBEX, Dimensions.none()), 20)).isEqualTo(2);
    assertThat(remaining(limiter, "b")).isEqualTo(43);
  }

  @Test
  void acrossTenants_isOneCountForAll() {
    RateLimiter limiter =
        create(
            of(
                calls("provider", new CalendarWindow(5, CalendarPeriod.MONTH, UTC))
                    .acrossTenants()
                    .leased(1),
                calls("own", bucket(4))));

    assertThat(allowed(limiter, call(), 20)).isEqualTo(4);
    assertThat(allowed(limiter, RateRequest.call(GLOBEX, Dimensions.none()), 20)).isEqualTo(1);
    assertThat(remaining(limiter, "provider")).isZero();
  }

  // Shadow

  @Test
  void shadow_neverRefuses_takesNothingWhenExceeded_andTells() {
    RateLimiter limiter =
        create(of(calls("watched", bucket(5)).shadow(), calls("enforced", bucket(50))));

    assertThat(allowed(limiter, cost(3), 1)).isEqualTo(1);
    RateDecision exceeding = limiter.tryAcquire(cost(3));
    assertThat(exceeding.allowed()).isTrue();
    assertThat(exceeding.retryAfter()).isZero();
    assertThat(state(exceeding, "watched").exceeded()).isTrue();
    assertThat(state(exceeding, "watched").remaining()).isEqualTo(2);
    assertThat(exceeding.binding().orElseThrow().limit().name()).isEqualTo("enforced");
    assertThat(state(limiter.tryAcquire(cost(2)), "watched").exceeded()).isFalse();
    assertThat(remaining(limiter, "watched")).isZero();
    assertThat(remaining(limiter, "enforced")).isEqualTo(42);
  }

  @Test
  void shadow_thatWasExceeded_getsNothingBack() {
    RateLimiter limiter =
        create(of(calls("watched", bucket(2)).shadow(), calls("enforced", bucket(50))));
    limiter.tryAcquire(cost(2));
    RatePermit permit = limiter.tryAcquire(cost(2)).permit().orElseThrow();

    assertThat(permit.limits()).extracting(RateLimit::name).containsExactly("enforced");
    limiter.refund(permit);
    assertThat(remaining(limiter, "watched")).isZero();
    assertThat(remaining(limiter, "enforced")).isEqualTo(48);
  }

  @Test
  void shadow_takesNothingFromARefusedRequest() {
    RateLimiter limiter =
        create(of(calls("watched", bucket(9)).shadow(), calls("enforced", bucket(2))));
    allowed(limiter, call(), 20);

    assertThat(remaining(limiter, "watched")).isEqualTo(7);
  }

  // Change at run time

  @ParameterizedTest
  @MethodSource("rates")
  void raisedAndLowered_stillCountsWhatWasTaken(RateAlgorithm algorithm) {
    AtomicReference<RateLimits> limits =
        new AtomicReference<>(RateLimits.of(calls("calls", algorithm)));
    RateLimiter limiter = create(limits::get);
    assertThat(allowed(limiter, call(), 3)).isEqualTo(3);

    limits.set(RateLimits.of(calls("calls", withPermits(algorithm, 8))));
    assertThat(allowed(limiter, call(), 20)).isEqualTo(5);
    limits.set(RateLimits.of(calls("calls", withPermits(algorithm, 2))));
    assertThat(limiter.tryAcquire(call()).allowed()).isFalse();
    assertThat(remaining(limiter, "calls")).isZero();
    limits.set(RateLimits.of(calls("calls", withPermits(algorithm, 10))));
    assertThat(allowed(limiter, call(), 20)).isBetween(1, 2);
  }

  @Test
  void anotherPeriod_stillCountsWhatWasTaken() {
    List<List<RateAlgorithm>> changes =
        List.of(
            List.of(new TokenBucket(5, LONG, 5), new TokenBucket(5, LONG.dividedBy(3), 5)),
            List.of(new SlidingWindow(5, LONG.dividedBy(6)), new SlidingWindow(5, LONG)),
            List.of(new SlidingWindow(5, LONG), new SlidingWindow(5, LONG.dividedBy(6))),
            List.of(new ExactWindow(5, LONG), new ExactWindow(5, LONG.dividedBy(2))),
            List.of(
                new CalendarWindow(5, CalendarPeriod.WEEK, UTC),
                new CalendarWindow(5, CalendarPeriod.MONTH, ZoneId.of("Asia/Tokyo"))));
    for (List<RateAlgorithm> change : changes) {
      AtomicReference<RateLimits> limits =
          new AtomicReference<>(RateLimits.of(calls("calls", change.get(0))));
      RateLimiter limiter = create(limits::get);
      assertThat(allowed(limiter, call(), 4)).isEqualTo(4);

      limits.set(RateLimits.of(calls("calls", change.get(1))));
      assertThat(allowed(limiter, call(), 20)).as("%s", change).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anotherKind_startsUnused_andSlotsTakenBeforeAChangeCanBeReleased() {
    AtomicReference<RateLimits> limits =
        new AtomicReference<>(
            RateLimits.of(
                calls("calls", bucket(2)),
                RateLimit.concurrent("running", 2, Duration.ofHours(1))));
    RateLimiter limiter = create(limits::get);
    RatePermit permit = limiter.tryAcquire(cost(2)).permit().orElseThrow();

    limits.set(
        RateLimits.of(
            calls("calls", new SlidingWindow(3, LONG)),
            RateLimit.concurrent("running", 3, Duration.ofHours(2))));
    assertThat(remaining(limiter, "calls")).isEqualTo(3);
    assertThat(remaining(limiter, "running")).isEqualTo(1);
    assertThat(limiter.renew(permit)).isTrue();
    assertThat(limiter.release(permit)).isTrue();
    assertThat(remaining(limiter, "running")).isEqualTo(3);
  }

  @Test
  void permitOfAChangedLimit_givesNothingBackToIt() {
    AtomicReference<RateLimits> limits =
        new AtomicReference<>(RateLimits.of(calls("calls", bucket(5))));
    RateLimiter limiter = create(limits::get);
    RatePermit permit = limiter.tryAcquire(cost(3)).permit().orElseThrow();

    limits.set(RateLimits.of(calls("calls", bucket(6))));
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(remaining(limiter, "calls")).isEqualTo(3);
  }

  private static RateAlgorithm withPermits(RateAlgorithm algorithm, long permits) {
    if (algorithm instanceof TokenBucket bucket) {
      return new TokenBucket(permits, bucket.period(), permits);
    }
    if (algorithm instanceof SlidingWindow window) {
      return new SlidingWindow(permits, window.period());
    }
    if (algorithm instanceof ExactWindow window) {
      return new ExactWindow(permits, window.period());
    }
    CalendarWindow window = (CalendarWindow) algorithm;
    return new CalendarWindow(permits, window.period(), window.zone());
  }

  private static Supplier<RateLimits> of(RateLimit... limits) {
    RateLimits all = RateLimits.of(limits);
    return () -> all;
  }

  private static RateLimit calls(String name, RateAlgorithm algorithm) {
    return RateLimit.of(name, RateUnit.REQUESTS, algorithm);
  }

  private static RateAlgorithm bucket(long permits) {
    return new TokenBucket(permits, LONG, permits);
  }

  private static RateRequest call() {
    return RateRequest.call(ACME, Dimensions.none());
  }

  private static RateRequest cost(long requests) {
    return new RateRequest(ACME, Dimensions.none(), requests, 0);
  }

  private static RateRequest user(String user) {
    return with(Dimension.USER, user);
  }

  private static RateRequest with(Dimension dimension, String value) {
    return RateRequest.call(ACME, Dimensions.none().with(dimension, value));
  }

  private static int allowed(RateLimiter limiter, RateRequest request, int calls) {
    return (int)
        IntStream.range(0, calls).filter(i -> limiter.tryAcquire(request).allowed()).count();
  }

  private static long remaining(RateLimiter limiter, String limit) {
    return state(limiter.peek(call()), limit).remaining();
  }

  private static LimitState state(RateDecision decision, String limit) {
    return decision.states().stream()
        .filter(state -> state.limit().name().equals(limit))
        .findFirst()
        .orElseThrow();
  }
}
