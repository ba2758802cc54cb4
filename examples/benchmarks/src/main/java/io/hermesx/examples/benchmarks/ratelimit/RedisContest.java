// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.github.bucket4j.distributed.proxy.optimization.Optimization;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.examples.benchmarks.Report;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * Four limits of one busy user in Redis, all or nothing, asked by many threads; both sides have the
 * same server and as many connections.
 */
final class RedisContest implements Contest {

  private static final int CONNECTIONS = 8;
  private static final int SCARCE = 200;
  private static final Duration LONG = Duration.ofDays(366);
  private static final RedisBuckets.Limit PLENTY = new RedisBuckets.Limit(1_000_000_000, LONG);
  private static final RateRequest HOT = Requests.of(0, 0);

  private final String name;
  private final Optimization optimization;
  private final Callers callers;
  private final RedisProcess server = RedisProcess.start();
  private final UnifiedJedis redis = client(server);
  private final SharedSide ours = RedisSides.fourLayers(server.address(), CONNECTIONS, PLENTY);
  private final Side theirs;
  private final Callers.Pace[] oursPace;
  private final Callers.Pace[] theirsPace;

  RedisContest(String name, Optimization optimization, int threads, int rounds) {
    this.name = name;
    this.optimization = optimization;
    this.callers = new Callers(threads);
    this.theirs = new RedisBuckets(redis, optimization, "plenty", PLENTY);
    this.oursPace = new Callers.Pace[rounds];
    this.theirsPace = new Callers.Pace[rounds];
  }

  /** Eight connections are what its pool has when nothing is said; who finds none free waits. */
  private static UnifiedJedis client(RedisProcess server) {
    return RedisClient.builder()
        .hostAndPort(server.address())
        .clientConfig(DefaultJedisClientConfig.builder().timeoutMillis(30_000).build())
        .build();
  }

  @Override
  public void warmUp(Duration each) {
    totals();
    callers.pace(ours, HOT, each);
    callers.pace(theirs, HOT, each);
  }

  @Override
  public void measure(int round, Duration each) {
    oursPace[round] = callers.pace(ours, HOT, each);
    theirsPace[round] = callers.pace(theirs, HOT, each);
  }

  /** What both admit where tokens run out, of which a call takes 100 beside its other layers. */
  private void totals() {
    RateRequest call = Requests.of(1, 1);
    RedisBuckets.Limit scarce = new RedisBuckets.Limit(SCARCE * call.tokens(), LONG);
    Side peer = new RedisBuckets(redis, optimization, "scarce", scarce);
    try (SharedSide side = RedisSides.fourLayers(server.address(), CONNECTIONS, scarce)) {
      int calls = 2 * SCARCE / callers.threads();
      Report.print(
          "%s: admitted of %d: ours %d, theirs %d%n",
          name, SCARCE, callers.allowed(side, call, calls), callers.allowed(peer, call, calls));
    }
  }

  @Override
  public void print() {
    double[] ours = figures(oursPace, Callers.Pace::perSecond);
    double[] theirs = figures(theirsPace, Callers.Pace::perSecond);
    double[] oursP99 = figures(oursPace, Callers.Pace::p99);
    double[] theirsP99 = figures(theirsPace, Callers.Pace::p99);
    Report.print(
        "%s: ours %.0f/s, p99 %.3f ms; theirs %.0f/s, p99 %.3f ms (%d threads, %d connections)%n",
        name,
        Report.median(ours),
        Report.median(oursP99) / 1e6,
        Report.median(theirs),
        Report.median(theirsP99) / 1e6,
        callers.threads(),
        CONNECTIONS);
    Report.ratio(name + "-throughput", ours, theirs);
    Report.ratio(name + "-p99-time", oursP99, theirsP99);
  }

  private static double[] figures(Callers.Pace[] paces, ToDoubleFunction<Callers.Pace> figure) {
    return Arrays.stream(paces).mapToDouble(figure).toArray();
  }

  @Override
  public void close() {
    callers.close();
    ours.close();
    redis.close();
    server.close();
  }
}
