// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.TestIds;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutageTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final RateLimit LIMIT = RateLimit.requests("calls", 40, HOUR);
  private static final RateRequest CALL =
      RateRequest.call(TenantId.named("acme"), Dimensions.none());

  private final ManualTicker ticker = ManualTicker.create();
  private final MemoryBackend backend = new MemoryBackend(ticker);
  private final CountDownLatch ended = new CountDownLatch(1);
  private RateLimiter limiter = RateLimiter.unlimited();

  @AfterEach
  void close() {
    limiter.close();
  }

  @Test
  void closed_refusesInItsMode_untilTheStateIsBack() throws Exception {
    limiter = create(RateFailureMode.closed());
    assertThat(allowed(10)).isEqualTo(10);

    backend.down(true);
    RateDecision refused = limiter.tryAcquire(CALL);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.mode()).isEqualTo(RateMode.FAIL_CLOSED);
    assertThat(refused.permit()).isEmpty();
    assertThat(refused.binding().orElseThrow().limit()).isEqualTo(LIMIT);
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(10));
    assertThat(allowed(50)).isZero();

    backToNormal();
    assertThat(allowed(100)).isEqualTo(30);
  }

  @Test
  void open_allowsInItsMode() {
    limiter = create(RateFailureMode.open());
    backend.down(true);

    assertThat(allowed(500)).isEqualTo(500);
    assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.FAIL_OPEN);
    assertThat(limiter.peek(CALL).mode()).isEqualTo(RateMode.FAIL_OPEN);
  }

  @Test
  void localShare_admitsItsPart_andWhatWasUsedBeforeCountsOnIt() throws Exception {
    limiter = create(RateFailureMode.localShare(4));
    assertThat(allowed(6)).isEqualTo(6);
    backend.down(true);

    assertThat(allowed(50)).isEqualTo(4);
    assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.LOCAL_SHARE);
    assertThat(RateFailureMode.localShare(4).excess(LIMIT, Duration.ZERO))
        .contains(BigInteger.valueOf(40));

    backToNormal();
    assertThat(allowed(100)).isEqualTo(34);
  }

  @Test
  void breaker_stopsAsking_andAnOutageCostsNoTime() throws Exception {
    limiter = create(RateFailureMode.closed());
    backend.shut();
    for (int i = 0; i < 3; i++) {
      limiter.tryAcquire(CALL);
    }
    int asked = backend.calls();
    long start = System.nanoTime();
    assertThat(allowed(1_000)).isZero();
    long took = System.nanoTime() - start;

    assertThat(backend.calls() - asked).isLessThan(200);
    assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(5));
    backend.open();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(allowed(100)).isEqualTo(40);
  }

  @Test
  void timedOutInTheQueue_isNeverSent() throws Exception {
    limiter = create(RateFailureMode.closed());
    backend.shut();
    Thread first = new Thread(() -> limiter.tryAcquire(CALL));
    first.start();
    while (backend.calls() == 0) {
      Thread.onSpinWait();
    }
    assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.FAIL_CLOSED);
    first.join();
    backend.open();

    assertThat(backend.batches().stream().mapToInt(Integer::intValue).sum()).isZero();
  }

  @Test
  void refundAndReleaseDuringAnOutage_doNothingAndThrowNothing() {
    limiter = create(RateFailureMode.closed());
    var permit = limiter.tryAcquire(CALL).permit().orElseThrow();
    backend.down(true);

    assertThat(limiter.refund(permit)).isFalse();
    assertThat(limiter.release(permit)).isFalse();
  }

  @Test
  void interruptedThread_isDecidedLikeAnyOther_andStaysInterrupted() {
    limiter = create(RateFailureMode.closed());
    Thread.currentThread().interrupt();

    assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.SHARED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void listenerThatThrows_changesNothing() {
    limiter =
        new SharedRateLimiterBuilder(backend)
            .limits(RateLimits.of(LIMIT))
            .failureMode(RateFailureMode.closed())
            .listener(
                new RateLimiterListener() {
                  @Override
                  public void answered(int commands, Duration took) {
                    throw new IllegalStateException("answered");
                  }

                  @Override
                  public void decided(RateRequest request, RateDecision decision) {
                    throw new IllegalStateException("decided");
                  }
                })
            .build();

    assertThat(allowed(50)).isEqualTo(40);
  }

  @Test
  void localShare_takesBackWhatItGave() {
    limiter = create(RateFailureMode.localShare(40));
    backend.down(true);
    var permit = limiter.tryAcquire(CALL).permit().orElseThrow();
    assertThat(limiter.tryAcquire(CALL).allowed()).isFalse();

    assertThat(limiter.refund(permit)).isTrue();
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(limiter.tryAcquire(CALL).allowed()).isTrue();
  }

  @Test
  void closed_whereLimitsOnlyWatch_refusesNothing() {
    limiter = create(RateFailureMode.closed(), LIMIT.shadow());
    backend.down(true);

    assertThat(allowed(100)).isEqualTo(100);
  }

  @Test
  void error_reachesEverybody_andNobodyWaitsForEver() {
    limiter = create(RateFailureMode.closed());
    backend.fails(new LinkageError("a jar is missing"));

    assertThatThrownBy(() -> limiter.tryAcquire(CALL)).isInstanceOf(LinkageError.class);
    assertThatThrownBy(() -> limiter.tryAcquire(CALL)).isInstanceOf(LinkageError.class);
  }

  @Test
  void build_withoutFailureMode_saysThatThereIsNoDefault() {
    assertThatThrownBy(
            () -> new SharedRateLimiterBuilder(backend).limits(RateLimits.of(LIMIT)).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("failureMode is not set")
        .hasMessageContaining("localShare(jvms)");
  }

  @Test
  void build_limitAcrossTenantsThatIsNotLeased_saysWhatToCall() {
    assertThatThrownBy(
            () ->
                new SharedRateLimiterBuilder(backend).limits(RateLimits.of(LIMIT.acrossTenants())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leased(n)");
  }

  private void backToNormal() throws InterruptedException {
    backend.down(false);
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private int allowed(int calls) {
    int allowed = 0;
    for (int i = 0; i < calls; i++) {
      allowed += limiter.tryAcquire(CALL).allowed() ? 1 : 0;
    }
    return allowed;
  }

  private RateLimiter create(RateFailureMode mode) {
    return create(mode, LIMIT);
  }

  private RateLimiter create(RateFailureMode mode, RateLimit limit) {
    return new SharedRateLimiterBuilder(backend)
        .limits(RateLimits.of(limit))
        .failureMode(mode)
        .deadline(Duration.ofMillis(200))
        .probeEvery(Duration.ofMillis(10))
        .clock(() -> MemoryBackend.START)
        .ticker(ticker)
        .ids(TestIds.create())
        .listener(
            new RateLimiterListener() {
              @Override
              public void outageEnded() {
                ended.countDown();
              }
            })
        .build();
  }
}
