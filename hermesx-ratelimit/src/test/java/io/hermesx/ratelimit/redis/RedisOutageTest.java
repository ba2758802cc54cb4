// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Redis is killed, paused and emptied while a limiter uses it. */
@Timeout(120)
class RedisOutageTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final RateLimit LIMIT = RateLimit.requests("calls", 100, DAY);
  private static final RateRequest CALL =
      RateRequest.call(TenantId.named("acme"), Dimensions.none());

  private final Semaphore ended = new Semaphore(0);
  private RedisProcess redis;
  private RateLimiter limiter;

  @BeforeEach
  void start() {
    redis = RedisProcess.start();
  }

  @AfterEach
  void stop() {
    if (limiter != null) {
      limiter.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void paused_refusesInItsMode_andChargesNothingAfterwards() throws Exception {
    limiter = create(RateFailureMode.closed(), LIMIT);
    assertThat(allowed(10)).isEqualTo(10);

    redis.pause();
    for (int i = 0; i < 20; i++) {
      RateDecision refused = limiter.tryAcquire(CALL);
      assertThat(refused.allowed()).isFalse();
      assertThat(refused.mode()).isEqualTo(RateMode.FAIL_CLOSED);
    }
    redis.resume();
    requireRecovered();
    assertThat(allowed(200)).isEqualTo(90);
  }

  @Test
  void killedAndStartedEmpty_saysThatItBeganAnew_andAdmitsOneCapacityMore() throws Exception {
    limiter = create(RateFailureMode.closed(), LIMIT);
    assertThat(allowed(200)).isEqualTo(100);

    redis.kill();
    assertThat(allowed(50)).isZero();
    redis.restart();
    requireRecovered();
    RateDecision first = limiter.tryAcquire(CALL);
    assertThat(first.mode()).isEqualTo(RateMode.SHARED_ANEW);
    assertThat(1 + allowed(200)).isEqualTo(100);
  }

  @Test
  void killed_localShare_staysWithinItsBound() {
    RateFailureMode share = RateFailureMode.localShare(4);
    limiter = create(share, LIMIT);
    assertThat(allowed(5)).isEqualTo(5);

    redis.kill();
    int inOutage = allowed(500);
    assertThat(inOutage).isEqualTo(25 - 5);
    assertThat(BigInteger.valueOf(4L * inOutage))
        .isLessThanOrEqualTo(share.excess(LIMIT, Duration.ofMinutes(1)).orElseThrow());
    assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.LOCAL_SHARE);
  }

  @Test
  void killed_costsNoTime() {
    limiter = create(RateFailureMode.open(), LIMIT);
    redis.kill();
    allowed(10);

    long start = System.nanoTime();
    assertThat(allowed(10_000)).isEqualTo(10_000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void killed_withLeases_spendsWhatItHolds_andNoMore() {
    limiter = create(RateFailureMode.closed(), LIMIT.leased(20));
    RatePermit permit = limiter.tryAcquire(CALL).permit().orElseThrow();
    assertThat(permit.mode()).isEqualTo(RateMode.LEASED);

    redis.kill();
    assertThat(allowed(100)).isBetween(0, 19);
    assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.FAIL_CLOSED);
  }

  @Test
  void scriptFlushed_isLoadedAgain() {
    limiter = create(RateFailureMode.closed(), LIMIT);
    assertThat(allowed(10)).isEqualTo(10);
    redis.ask("SCRIPT", "FLUSH");

    assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.SHARED);
    assertThat(allowed(200)).isEqualTo(89);
  }

  @Test
  void slowServer_isLateForSomeAndExactForAll() throws Exception {
    limiter = create(RateFailureMode.closed(), LIMIT);
    int allowed = 0;
    for (int i = 0; i < 20; i++) {
      redis.pause();
      allowed += allowed(2);
      redis.resume();
      allowed += allowed(2);
    }
    requireAsked();
    assertThat(allowed + allowed(200)).isEqualTo(100);
  }

  private void requireRecovered() throws InterruptedException {
    assertThat(ended.tryAcquire(60, TimeUnit.SECONDS)).as("the outage ends").isTrue();
  }

  /** The breaker may be open at the moment, or not. */
  private void requireAsked() {
    long start = System.nanoTime();
    while (limiter.peek(CALL).mode().degraded()) {
      assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(60).toNanos());
      Thread.onSpinWait();
    }
  }

  private int allowed(int calls) {
    int allowed = 0;
    for (int i = 0; i < calls; i++) {
      allowed += limiter.tryAcquire(CALL).allowed() ? 1 : 0;
    }
    return allowed;
  }

  private RateLimiter create(RateFailureMode mode, RateLimit limit) {
    return RedisRateLimiter.builder(RedisServer.standalone("127.0.0.1", redis.port()).build())
        .limits(RateLimits.of(limit))
        .failureMode(mode)
        .deadline(Duration.ofMillis(300))
        .leaseDuration(Duration.ofSeconds(10))
        .probeEvery(Duration.ofMillis(50))
        .listener(
            new RateLimiterListener() {
              @Override
              public void outageEnded() {
                ended.release();
              }
            })
        .build();
  }
}
