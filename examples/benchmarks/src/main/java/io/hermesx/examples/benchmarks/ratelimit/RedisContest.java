// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.github.bucket4j.distributed.proxy.optimization.Optimization;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.examples.benchmarks.Report;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * Four limits of one busy user in Redis, all or nothing, asked by many threads; both sides have the
 * same server and as many connections.
 */
final class RedisContest implements Contest {

  private static final int SCARCE = 200;
  private static final Duration LONG = Duration.ofDays(366);
  private static final RedisBuckets.Limit PLENTY = new RedisBuckets.Limit(1_000_000_000, LONG);
  private static final RateRequest HOT = Requests.of(0, 0);

  private final Setup setup;
  private final Callers callers;
  private final RedisProcess server = RedisProcess.start();
  private final UnifiedJedis redis;
  private final SharedSide ours;
  private final Side theirs;
  private final Callers.Pace[] oursPace;
  private final Callers.Pace[] theirsPace;

  RedisContest(Setup setup, int rounds) {
    this.setup = setup;
    this.callers = new Callers(setup.threads());
    this.redis = client(server, setup.connections());
    this.ours = RedisSides.fourLayers(server.address(), setup.connections(), PLENTY);
    this.theirs = new RedisBuckets(redis, setup.optimization(), "plenty", PLENTY);
    this.oursPace = new Callers.Pace[rounds];
    this.theirsPace = new Callers.Pace[rounds];
  }

  /** Who finds no connection free waits for one. */
  private static UnifiedJedis client(RedisProcess server, int connections) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    return RedisClient.builder()
        .hostAndPort(server.address())
        .poolConfig(pool)
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
    Side peer = new RedisBuckets(redis, setup.optimization(), "scarce", scarce);
    try (SharedSide side = RedisSides.fourLayers(server.address(), setup.connections(), scarce)) {
      int calls = 2 * SCARCE / setup.threads();
      Report.print(
          "%s: admitted of %d: ours %d, theirs %d%n",
          setup.name(),
          SCARCE,
          callers.allowed(side, call, calls),
          callers.allowed(peer, call, calls));
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
        setup.name(),
        Report.median(ours),
        Report.median(oursP99) / 1e6,
        Report.median(theirs),
        Report.median(theirsP99) / 1e6,
        setup.threads(),
        setup.connections());
    Report.ratio(setup.name() + "-throughput", ours, theirs);
    Report.ratio(setup.name() + "-p99-time", oursP99, theirsP99);
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

  /**
   * What is compared.
   *
   * @param name what its lines begin with
   * @param optimization what Bucket4j does beyond compare and swap
   * @param threads that ask
   * @param connections as many as either side may have
   */
  record Setup(String name, Optimization optimization, int threads, int connections) {}
}
