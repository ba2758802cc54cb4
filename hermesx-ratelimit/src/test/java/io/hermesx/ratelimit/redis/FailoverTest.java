// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A primary dies and its replica takes over, behind one address. */
@Timeout(120)
class FailoverTest {

  private static final RateLimit LIMIT = RateLimit.requests("calls", 100, Duration.ofDays(1));
  private static final RateRequest CALL =
      RateRequest.call(TenantId.named("acme"), Dimensions.none());

  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void replicaThatHasEverything_goesOnWhereThePrimaryStopped() throws Exception {
    try (RedisProcess primary = RedisProcess.start();
        RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1 " + primary.port());
        Switchboard address = Switchboard.to(primary.port());
        RateLimiter limiter = limiter(address.port())) {
      assertThat(allowed(limiter, 60)).isEqualTo(60);
      assertThat(primary.answer("WAIT", "1", "30000")).isEqualTo(1L);

      primary.kill();
      assertThat(allowed(limiter, 10)).isZero();
      replica.ask("REPLICAOF", "NO", "ONE");
      address.connect(replica.port());
      assertThat(ended.await(60, TimeUnit.SECONDS)).as("the outage ends").isTrue();

      assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.SHARED);
      assertThat(allowed(limiter, 200)).isEqualTo(39);
    }
  }

  @Test
  void replicaThatHasNothing_isNoticed_andAdmitsOneCapacityMore() throws Exception {
    try (RedisProcess primary = RedisProcess.start();
        RedisProcess empty = RedisProcess.start();
        Switchboard address = Switchboard.to(primary.port());
        RateLimiter limiter = limiter(address.port())) {
      assertThat(allowed(limiter, 200)).isEqualTo(100);

      primary.kill();
      assertThat(allowed(limiter, 10)).isZero();
      address.connect(empty.port());
      assertThat(ended.await(60, TimeUnit.SECONDS)).as("the outage ends").isTrue();

      assertThat(limiter.tryAcquire(CALL).mode()).isEqualTo(RateMode.SHARED_ANEW);
      assertThat(allowed(limiter, 200)).isEqualTo(99);
    }
  }

  private RateLimiter limiter(int port) {
    return RedisRateLimiter.builder(RedisServer.standalone("127.0.0.1", port).build())
        .limits(RateLimits.of(LIMIT))
        .failureMode(RateFailureMode.closed())
        .deadline(Duration.ofSeconds(2))
        .probeEvery(Duration.ofMillis(50))
        .listener(
            new RateLimiterListener() {
              @Override
              public void outageEnded() {
                ended.countDown();
              }
            })
        .build();
  }

  private static int allowed(RateLimiter limiter, int calls) {
    int allowed = 0;
    for (int i = 0; i < calls; i++) {
      allowed += limiter.tryAcquire(CALL).allowed() ? 1 : 0;
    }
    return allowed;
  }
}
