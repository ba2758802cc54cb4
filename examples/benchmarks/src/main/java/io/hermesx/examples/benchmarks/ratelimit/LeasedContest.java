// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.ratelimit.LocalRateLimiter;
import java.time.Duration;

/** One hot key leased from Redis in big blocks beside the same limit in this JVM alone. */
final class LeasedContest implements Contest {

  private static final String NAME = "ratelimit-leased-hotkey-vs-local-throughput";
  private static final int SLICES = 10;
  private static final long BLOCK = 10_000_000;
  private static final RateLimit LIMIT =
      RateLimit.requests("hot", 1_000_000_000, Duration.ofDays(366));

  private final RedisProcess server = RedisProcess.start();
  private final SharedSide leased = RedisSides.leased(server.address(), 1, LIMIT.leased(BLOCK));
  private final Side local;
  private final Requests requests = new Requests(1, 1);
  private final Herd herd = new Herd(Runtime.getRuntime().availableProcessors());
  private final double[] ours;
  private final double[] alone;

  LeasedContest(int rounds) {
    LocalRateLimiter limiter = LocalRateLimiter.builder().limits(RateLimits.of(LIMIT)).build();
    this.local = request -> limiter.tryAcquire(request).allowed();
    this.ours = new double[rounds];
    this.alone = new double[rounds];
  }

  @Override
  public void warmUp(Duration each) {
    herd.perSecond(leased, requests, each);
    herd.perSecond(local, requests, each);
  }

  /** What disturbs the machine disturbs both: short slices. */
  @Override
  public void measure(int round, Duration each) {
    Duration slice = each.dividedBy(SLICES);
    double leasedSum = 0;
    double localSum = 0;
    for (int i = 0; i < SLICES; i++) {
      leasedSum += herd.perSecond(leased, requests, slice);
      localSum += herd.perSecond(local, requests, slice);
    }
    ours[round] = leasedSum / SLICES;
    alone[round] = localSum / SLICES;
  }

  @Override
  public void print() {
    Report.print(
        "%s: leased %.0f/s, local %.0f/s on %d threads%n",
        NAME, Report.median(ours), Report.median(alone), herd.threads());
    Report.ratio(NAME, ours, alone);
  }

  @Override
  public void close() {
    herd.close();
    leased.close();
    server.close();
  }
}
