// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every rate limiter whose time a test can move holds to as windows, periods and leases pass.
 */
public abstract class RateTimeContract {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final Instant NOON = Instant.parse("2026-03-28T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MICRO = Duration.ofNanos(1_000);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** Creates an unused limiter whose time begins at an instant and is moved by the ticker. */
  protected abstract RateLimiter create(
      Supplier<RateLimits> limits, Instant start, ManualTicker ticker);

  // Sliding window

  @Test
  void slidingWindow_letsGoOfThePreviousOneBitByBit() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new SlidingWindow(100, HOUR), NOON, ticker);
    assertThat(allowed(limiter, 200)).isEqualTo(100);

    ticker.advance(HOUR);
    assertThat(allowed(limiter, 200)).isZero();
    ticker.advance(HOUR.dividedBy(4));
    assertThat(allowed(limiter, 200)).isEqualTo(25);
    ticker.advance(HOUR.dividedBy(100).minus(MICRO));
    assertThat(allowed(limiter, 200)).isZero();
    ticker.advance(MICRO);
    assertThat(allowed(limiter, 200)).isEqualTo(1);
  }

  @Test
  void slidingWindow_tellsWhenItFitsAndWhenItIsAsUnused() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new SlidingWindow(10, HOUR), NOON, ticker);
    allowed(limiter, 10);

    LimitState state = limiter.peek(call()).states().get(0);
    assertThat(state.retryAfter()).isEqualTo(HOUR.plus(HOUR.dividedBy(10)));
    assertThat(state.resetAfter()).isEqualTo(HOUR.multipliedBy(2));
    requireTight(limiter, ticker);
  }

  @Test
  void refund_ofThePreviousWindow_countsInThatOne() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new SlidingWindow(10, HOUR), NOON, ticker);
    RatePermit permit = limiter.tryAcquire(cost(10)).permit().orElseThrow();
    ticker.advance(HOUR.multipliedBy(3).dividedBy(2));
    assertThat(allowed(limiter, 20)).isEqualTo(5);

    assertThat(limiter.refund(permit)).isTrue();
    assertThat(allowed(limiter, 20)).isEqualTo(5);
  }

  // Exact window

  @Test
  void exactWindow_letsGoOfEachCallAPeriodLater() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new ExactWindow(3, HOUR), NOON, ticker);
    for (int i = 0; i < 3; i++) {
      assertThat(allowed(limiter, 1)).isEqualTo(1);
      ticker.advance(HOUR.dividedBy(4));
    }
    assertThat(allowed(limiter, 9)).isZero();

    requireTight(limiter, ticker);
    ticker.advance(HOUR.dividedBy(4));
    assertThat(allowed(limiter, 9)).isEqualTo(1);
  }

  @Test
  void refund_ofACallThatIsOutOfTheWindow_givesNothing() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new ExactWindow(3, HOUR), NOON, ticker);
    RatePermit permit = limiter.tryAcquire(call()).permit().orElseThrow();
    ticker.advance(HOUR);
    assertThat(allowed(limiter, 9)).isEqualTo(3);

    assertThat(limiter.refund(permit)).isFalse();
    assertThat(allowed(limiter, 9)).isZero();
  }

  // Calendar window

  @Test
  void day_endsAtMidnightOfItsZone_alsoWhenItHas23Hours() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new CalendarWindow(5, CalendarPeriod.DAY, BERLIN), NOON, ticker);
    assertThat(allowed(limiter, 9)).isEqualTo(5);

    ticker.advance(Duration.ofHours(11).minus(MICRO));
    assertThat(allowed(limiter, 9)).isZero();
    ticker.advance(MICRO);
    assertThat(allowed(limiter, 9)).isEqualTo(5);
    assertThat(limiter.tryAcquire(call()).retryAfter()).isEqualTo(Duration.ofHours(23));
    requireTight(limiter, ticker);
  }

  @Test
  void month_endsWithItsLastDay() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter =
        create(
            new CalendarWindow(5, CalendarPeriod.MONTH, ZoneId.of("UTC")),
            Instant.parse("2028-02-28T23:59:59Z"),
            ticker);
    assertThat(allowed(limiter, 9)).isEqualTo(5);

    ticker.advance(Duration.ofDays(1));
    assertThat(allowed(limiter, 9)).isZero();
    ticker.advance(Duration.ofSeconds(1));
    assertThat(allowed(limiter, 9)).isEqualTo(5);
  }

  @Test
  void refund_neverReachesIntoALaterPeriod() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new CalendarWindow(5, CalendarPeriod.HOUR, BERLIN), NOON, ticker);
    RatePermit permit = limiter.tryAcquire(cost(5)).permit().orElseThrow();
    ticker.advance(HOUR);
    assertThat(allowed(limiter, 9)).isEqualTo(5);

    assertThat(limiter.refund(permit)).isFalse();
    assertThat(allowed(limiter, 9)).isZero();
  }

  // Concurrency

  @Test
  void lease_endsByItself_unlessRenewed() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new RateAlgorithm.Concurrency(2, HOUR), NOON, ticker);
    RatePermit renewed = limiter.tryAcquire(call()).permit().orElseThrow();
    RatePermit left = limiter.tryAcquire(call()).permit().orElseThrow();
    ticker.advance(HOUR.minus(MICRO));
    assertThat(limiter.renew(renewed)).isTrue();
    assertThat(allowed(limiter, 9)).isZero();

    ticker.advance(MICRO);
    assertThat(allowed(limiter, 9)).isEqualTo(1);
    assertThat(limiter.renew(left)).isFalse();
    assertThat(limiter.release(left)).isFalse();
    assertThat(limiter.release(renewed)).isTrue();
    assertThat(allowed(limiter, 9)).isEqualTo(1);
  }

  @Test
  void refund_ofASlotThatWasRenewedPastItsFirstLease_freesIt() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(new RateAlgorithm.Concurrency(1, HOUR), NOON, ticker);
    RatePermit permit = limiter.tryAcquire(call()).permit().orElseThrow();
    for (int i = 0; i < 3; i++) {
      ticker.advance(HOUR.dividedBy(2));
      assertThat(limiter.renew(permit)).isTrue();
    }

    assertThat(limiter.refund(permit)).isTrue();
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(allowed(limiter, 9)).isEqualTo(1);
  }

  // Changes

  @Test
  void window_thatLiesAheadAfterAChange_takesNoOtherLayerThere() {
    ManualTicker ticker = ManualTicker.create();
    RateLimit bucket = RateLimit.requests("calls", 10, Duration.ofDays(1));
    AtomicReference<RateLimits> limits =
        new AtomicReference<>(
            RateLimits.of(bucket, RateLimit.calendar("all", 100, CalendarPeriod.DAY, BERLIN)));
    RateLimiter limiter = create(limits::get, Instant.parse("2026-05-01T01:00:00Z"), ticker);
    assertThat(allowed(limiter, 20)).isEqualTo(10);

    limits.set(RateLimits.of(bucket, RateLimit.calendar("all", 100, CalendarPeriod.HOUR, BERLIN)));
    assertThat(allowed(limiter, 20)).isZero();
    limits.set(
        RateLimits.of(
            bucket, RateLimit.calendar("all", 100, CalendarPeriod.DAY, ZoneId.of("Asia/Tokyo"))));
    assertThat(allowed(limiter, 20)).isZero();
  }

  @Test
  void longerPeriod_countsWhatWasTakenInTheShorterOneBefore() {
    ManualTicker ticker = ManualTicker.create();
    AtomicReference<RateLimits> limits =
        new AtomicReference<>(
            RateLimits.of(RateLimit.calendar("all", 9, CalendarPeriod.HOUR, BERLIN)));
    RateLimiter limiter = create(limits::get, Instant.parse("2026-05-01T01:30:00Z"), ticker);
    assertThat(allowed(limiter, 20)).isEqualTo(9);

    limits.set(RateLimits.of(RateLimit.calendar("all", 9, CalendarPeriod.DAY, BERLIN)));
    assertThat(allowed(limiter, 20)).isZero();
    ticker.advance(HOUR.multipliedBy(2));
    assertThat(allowed(limiter, 20)).isZero();
    ticker.advance(Duration.ofDays(1));
    assertThat(allowed(limiter, 20)).isEqualTo(9);
  }

  private RateLimiter create(RateAlgorithm algorithm, Instant start, ManualTicker ticker) {
    RateLimits limits = RateLimits.of(RateLimit.of("limit", RateUnit.REQUESTS, algorithm));
    return create(() -> limits, start, ticker);
  }

  /** One microsecond earlier is too early. */
  private static void requireTight(RateLimiter limiter, ManualTicker ticker) {
    Duration wait = limiter.tryAcquire(call()).retryAfter();
    assertThat(wait).isPositive();
    ticker.advance(wait.minus(MICRO));
    assertThat(limiter.tryAcquire(call()).allowed()).isFalse();
    ticker.advance(MICRO);
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
  }

  private static RateRequest call() {
    return RateRequest.call(TENANT, Dimensions.none());
  }

  private static RateRequest cost(long requests) {
    return new RateRequest(TENANT, Dimensions.none(), requests, 0);
  }

  private static int allowed(RateLimiter limiter, int calls) {
    return (int)
        IntStream.range(0, calls).filter(i -> limiter.tryAcquire(call()).allowed()).count();
  }
}
