// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ChildJvms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Many processes try for the same limit, again and again: 200 runs, or as many as the system
 * property {@code contention.runs} says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class ContentionTest {

  private static final int RUNS = Integer.getInteger("contention.runs", 200);
  private static final int JVMS = 16;
  private static final int LIMIT = 100;
  private static final int BLOCK = 4;
  private static final int CALLS = 8;

  private RedisProcess redis;

  @BeforeAll
  void start() {
    redis = RedisProcess.start();
  }

  @AfterAll
  void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void manyJvms_eachRun_areAllowedExactlyTheLimit() {
    try (ChildJvms jvms = children(0)) {
      for (int run = 0; run < RUNS; run++) {
        assertThat(sum(jvms.ask("direct-" + run + " " + CALLS))).as("run " + run).isEqualTo(LIMIT);
      }
    }
  }

  @Test
  void manyJvmsWithLeases_neverExceed_andReachTheLimitOnceTheyAreReturned() {
    int runs = Math.max(1, RUNS / 10);
    try (ChildJvms jvms = children(BLOCK);
        RateLimiter rest = ContendingJvm.limiter(redis.port(), LIMIT, 0)) {
      for (int run = 0; run < runs; run++) {
        String tenant = "leased-" + run;
        int allowed = sum(jvms.ask(tenant + " " + CALLS));
        assertThat(allowed).as("run " + run).isBetween(LIMIT - JVMS * BLOCK, LIMIT);
        assertThat(jvms.ask("return")).containsOnly("returned");
        assertThat(allowed + allowedSoon(rest, tenant, LIMIT - allowed)).isEqualTo(LIMIT);
        assertThat(allowedNow(rest, tenant, 20)).isZero();
      }
    }
  }

  @Test
  void killedJvms_costAtMostTheirBlocks() {
    try (ChildJvms jvms = children(BLOCK);
        RateLimiter rest = ContendingJvm.limiter(redis.port(), LIMIT, 0)) {
      int allowed = sum(jvms.ask("killed 1"));
      while (jvms.count() > JVMS / 2) {
        jvms.kill(0);
      }
      jvms.ask("return");
      allowed += allowedSoon(rest, "killed", LIMIT - JVMS / 2 * BLOCK - allowed);
      allowed += allowedNow(rest, "killed", 2 * LIMIT);

      assertThat(allowed).isBetween(LIMIT - JVMS / 2 * BLOCK, LIMIT);
    }
  }

  private ChildJvms children(int block) {
    return ChildJvms.start(
        JVMS,
        ContendingJvm.class,
        Integer.toString(redis.port()),
        Integer.toString(LIMIT),
        Integer.toString(block));
  }

  private static int sum(List<String> answers) {
    return answers.stream().mapToInt(Integer::parseInt).sum();
  }

  private static int allowedNow(RateLimiter limiter, String tenant, int calls) {
    RateRequest call = RateRequest.call(TenantId.named(tenant), Dimensions.none());
    int allowed = 0;
    for (int i = 0; i < calls; i++) {
      allowed += limiter.tryAcquire(call).allowed() ? 1 : 0;
    }
    return allowed;
  }

  /** What the time of leases cost leaks within as long as they lasted. */
  private static int allowedSoon(RateLimiter limiter, String tenant, int wanted) {
    long start = System.nanoTime();
    int allowed = 0;
    while (allowed < wanted && System.nanoTime() - start < Duration.ofSeconds(60).toNanos()) {
      allowed += allowedNow(limiter, tenant, 1);
    }
    return allowed;
  }
}
