// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import java.time.Duration;
import redis.clients.jedis.Connection;

/** One decision on four layers in Redis beside one {@code PING}, each on one connection. */
final class PingContest implements Contest {

  private static final String NAME = "ratelimit-redis-4layers-1t-vs-ping-time";
  private static final int SLICES = 10;
  private static final RateRequest HOT = Requests.of(0, 0);
  private static final RedisBuckets.Limit PLENTY =
      new RedisBuckets.Limit(1_000_000_000, Duration.ofDays(366));

  private final RedisProcess server = RedisProcess.start();
  private final Connection connection = new Connection(server.address());
  private final SharedSide limiter = RedisSides.fourLayers(server.address(), 1, PLENTY);
  private final double[] ours;
  private final double[] pings;

  PingContest(int rounds) {
    this.ours = new double[rounds];
    this.pings = new double[rounds];
  }

  @Override
  public void warmUp(Duration each) {
    time(this::decide, each, new Latencies());
    time(this::ping, each, new Latencies());
  }

  /** What disturbs the machine disturbs both: short slices. */
  @Override
  public void measure(int round, Duration each) {
    Latencies decisions = new Latencies();
    Latencies answers = new Latencies();
    for (int i = 0; i < SLICES; i++) {
      time(this::decide, each.dividedBy(SLICES), decisions);
      time(this::ping, each.dividedBy(SLICES), answers);
    }
    ours[round] = decisions.percentile(50);
    pings[round] = answers.percentile(50);
  }

  private void decide() {
    if (!limiter.allows(HOT)) {
      throw new IllegalStateException("refused of a limit that nobody reaches");
    }
  }

  private void ping() {
    if (!connection.ping()) {
      throw new IllegalStateException("Redis did not answer a PING as it should");
    }
  }

  private static void time(Runnable call, Duration duration, Latencies latencies) {
    long before = System.nanoTime();
    long end = before + duration.toNanos();
    while (before < end) {
      call.run();
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
  }

  @Override
  public void print() {
    Report.print(
        "%s: a decision %.1f µs, a PING %.1f µs%n",
        NAME, Report.median(ours) / 1e3, Report.median(pings) / 1e3);
    Report.ratio(NAME, ours, pings);
  }

  @Override
  public void close() {
    limiter.close();
    connection.close();
    server.close();
  }
}
