// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The test that peers quote: 100 clients at once, for 20 seconds or as many as the system property
 * {@code pressure.seconds} says. None is allowed beyond what the limit says of any window.
 */
@Timeout(900)
class PressureTest {

  private static final int CLIENTS = 100;
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("pressure.seconds", 20));
  private static final RateRequest CALL =
      RateRequest.call(TenantId.named("acme"), Dimensions.none());

  @Test
  void hundredClients_areAllowedWhatTheLimitSays_andAlmostAllOfIt() throws Exception {
    RateAlgorithm algorithm = new RateAlgorithm.TokenBucket(500, Duration.ofSeconds(1), 50);
    try (RedisProcess redis = RedisProcess.start();
        RateLimiter limiter =
            RedisRateLimiter.builder(RedisServer.standalone("127.0.0.1", redis.port()).build())
                .limits(RateLimits.of(RateLimit.of("calls", RateUnit.REQUESTS, algorithm)))
                .failureMode(RateFailureMode.closed())
                .deadline(Duration.ofSeconds(10))
                .build()) {
      List<Long> allowed = all(limiter);

      requireBound(algorithm, allowed);
      long ideal = 500 * LENGTH.toSeconds();
      System.out.printf(
          "pressure: %d clients, %d s, allowed %d of %d%n",
          CLIENTS, LENGTH.toSeconds(), allowed.size(), ideal + 50);
      assertThat(allowed.size()).isGreaterThan((int) (ideal * 95 / 100));
    }
  }

  private static List<Long> all(RateLimiter limiter) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Long> allowed = new ArrayList<>();
      Callable<List<Long>> client = () -> client(limiter);
      for (Future<List<Long>> each : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
        allowed.addAll(each.get());
      }
      Collections.sort(allowed);
      return allowed;
    } finally {
      clients.shutdownNow();
    }
  }

  /** When each of its calls was allowed, by the clock of the server. */
  private static List<Long> client(RateLimiter limiter) {
    List<Long> allowed = new ArrayList<>();
    long start = System.nanoTime();
    while (System.nanoTime() - start < LENGTH.toNanos()) {
      RateDecision decision = limiter.tryAcquire(CALL);
      assertThat(decision.mode()).isEqualTo(RateMode.SHARED);
      decision.permit().ifPresent(permit -> allowed.add(permit.takenAtMicros()));
    }
    return allowed;
  }

  /** All windows that begin at a multiple of 97 calls, to every length. */
  private static void requireBound(RateAlgorithm algorithm, List<Long> allowed) {
    for (int first = 0; first < allowed.size(); first += 97) {
      for (int last = first; last < allowed.size(); last++) {
        Duration window =
            Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(allowed.get(last) - allowed.get(first)));
        if (BigInteger.valueOf(last - first + 1L).compareTo(algorithm.atMost(window)) > 0) {
          throw new AssertionError(
              (last - first + 1) + " in " + window + ", at most " + algorithm.atMost(window));
        }
      }
    }
  }
}
