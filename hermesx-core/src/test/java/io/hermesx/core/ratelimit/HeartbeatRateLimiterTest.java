// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.RateLimiterContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HeartbeatRateLimiterTest extends RateLimiterContract {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final RateLimit ONE = RateLimit.concurrent("one", 1, LEASE);

  private final ManualTicker ticker = ManualTicker.create();

  @Override
  protected RateLimiter create(List<RateLimit> limits, ManualTicker time) {
    return HeartbeatRateLimiter.builder(memory(limits, time))
        .every(EVERY)
        .ticker(time)
        .unattended()
        .build();
  }

  @Test
  void runningCall_pastItsLease_keepsItsSlotUntilReleased() {
    HeartbeatRateLimiter limiter = heartbeat(ONE);
    RatePermit permit = limiter.tryAcquire(call()).permit().orElseThrow();

    for (int i = 0; i < 10; i++) {
      ticker.advance(EVERY);
      assertThat(limiter.beat()).isEqualTo(1);
      assertThat(limiter.tryAcquire(call()).allowed()).isFalse();
    }

    assertThat(limiter.release(permit)).isTrue();
    assertThat(limiter.running()).isZero();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
  }

  @Test
  void jvmThatIsGone_freesItsSlotWithinOneLease() {
    HeartbeatRateLimiter limiter = heartbeat(ONE);
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
    ticker.advance(EVERY);
    assertThat(limiter.beat()).isEqualTo(1);

    ticker.advance(LEASE);

    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
  }

  @Test
  void permit_refunded_isRenewedNoMore() {
    HeartbeatRateLimiter limiter = heartbeat(ONE);
    RatePermit permit = limiter.tryAcquire(call()).permit().orElseThrow();

    assertThat(limiter.refund(permit)).isTrue();

    assertThat(limiter.running()).isZero();
    assertThat(limiter.beat()).isZero();
  }

  @Test
  void permit_withoutASlot_isNotRenewed() {
    HeartbeatRateLimiter limiter = heartbeat(RateLimit.requests("calls", 5, EVERY));

    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();

    assertThat(limiter.running()).isZero();
  }

  @Test
  void permit_heldForTheLongest_isRenewedNoMoreAndEndsWithItsLease() {
    HeartbeatRateLimiter limiter =
        HeartbeatRateLimiter.builder(memory(List.of(ONE), ticker))
            .every(EVERY)
            .longest(Duration.ofSeconds(60))
            .ticker(ticker)
            .unattended()
            .build();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();

    int renewed = 0;
    for (int i = 0; i < 6; i++) {
      ticker.advance(EVERY);
      renewed += limiter.beat();
    }

    assertThat(renewed).isEqualTo(5);
    assertThat(limiter.running()).isZero();
    ticker.advance(EVERY.multipliedBy(2));
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
  }

  @Test
  void morePermitsThanFit_runWithTheirLeasesAlone() {
    HeartbeatRateLimiter limiter =
        HeartbeatRateLimiter.builder(memory(List.of(RateLimit.concurrent("two", 2, LEASE)), ticker))
            .every(EVERY)
            .maxPermits(1)
            .ticker(ticker)
            .unattended()
            .build();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
    assertThat(limiter.running()).isEqualTo(1);

    ticker.advance(EVERY.multipliedBy(2));
    assertThat(limiter.beat()).isEqualTo(1);
    ticker.advance(EVERY.multipliedBy(2));

    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
    assertThat(limiter.tryAcquire(call()).allowed()).isFalse();
  }

  @Test
  void limiterThatIsAway_endsTheRoundAndTheNextTriesAgain() {
    Flaky flaky = new Flaky(memory(List.of(RateLimit.concurrent("two", 2, LEASE)), ticker));
    HeartbeatRateLimiter limiter =
        HeartbeatRateLimiter.builder(flaky).every(EVERY).ticker(ticker).unattended().build();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();

    flaky.failure.set(new RateLimiterUnavailableException("the test"));
    assertThat(limiter.beat()).isZero();
    assertThat(flaky.renewals).hasValue(1);

    flaky.failure.set(new IllegalStateException("the test"));
    assertThat(limiter.beat()).isZero();
    assertThat(flaky.renewals).hasValue(3);

    flaky.failure.set(null);
    assertThat(limiter.beat()).isEqualTo(2);
  }

  @Test
  void thread_renewsByItselfAndEndsWithTheLimiter() throws Exception {
    Flaky watched = new Flaky(memory(List.of(ONE), ticker));
    HeartbeatRateLimiter limiter = HeartbeatRateLimiter.of(watched, Duration.ofMillis(100));
    assertThat(threads()).isZero();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();

    assertThat(watched.beats.await(10, TimeUnit.SECONDS)).isTrue();
    limiter.close();

    Thread.getAllStackTraces().keySet().stream()
        .filter(HeartbeatRateLimiterTest::isHeartbeat)
        .forEach(HeartbeatRateLimiterTest::join);
    assertThat(threads()).isZero();
    assertThat(watched.closed).hasValue(1);
  }

  @Test
  void builder_outOfRange_isRefused() {
    RateLimiter memory = memory(List.of(ONE), ticker);

    assertThatThrownBy(() -> HeartbeatRateLimiter.builder(memory).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("every");
    assertThatThrownBy(() -> HeartbeatRateLimiter.of(memory, Duration.ofMillis(99)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every");
    assertThatThrownBy(
            () -> HeartbeatRateLimiter.builder(memory).every(EVERY).maxPermits(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxPermits");
    assertThatThrownBy(
            () ->
                HeartbeatRateLimiter.builder(memory)
                    .every(EVERY)
                    .longest(Duration.ofDays(2))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longest");
  }

  private HeartbeatRateLimiter heartbeat(RateLimit limit) {
    return (HeartbeatRateLimiter) create(List.of(limit), ticker);
  }

  private static MemoryRateLimiter memory(List<RateLimit> limits, ManualTicker time) {
    return MemoryRateLimiter.builder().limits(RateLimits.of(limits)).ticker(time).build();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(HeartbeatRateLimiterTest::isHeartbeat)
        .count();
  }

  private static boolean isHeartbeat(Thread thread) {
    return thread.getName().equals("hermesx-rate-heartbeat");
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A limiter whose renewals can be made to fail, and are counted. */
  private static final class Flaky implements RateLimiter {

    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch beats = new CountDownLatch(2);
    private final RateLimiter limiter;

    Flaky(RateLimiter limiter) {
      this.limiter = limiter;
    }

    @Override
    public RateDecision tryAcquire(RateRequest request) {
      return limiter.tryAcquire(request);
    }

    @Override
    public RateDecision peek(RateRequest request) {
      return limiter.peek(request);
    }

    @Override
    public boolean release(RatePermit permit) {
      return limiter.release(permit);
    }

    @Override
    public boolean refund(RatePermit permit) {
      return limiter.refund(permit);
    }

    @Override
    public boolean renew(RatePermit permit) {
      renewals.incrementAndGet();
      beats.countDown();
      RuntimeException thrown = failure.get();
      if (thrown != null) {
        throw thrown;
      }
      return limiter.renew(permit);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
