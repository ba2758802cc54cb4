// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimization;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis.JedisBasedProxyManagerBuilder;
import io.hermesx.core.ratelimit.RateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/**
 * Four buckets of one user in Redis for each call, one after the other, by compare and swap; where
 * one refuses, those before get their tokens back. The buckets are made once, as Bucket4j
 * recommends and its batching needs.
 */
final class RedisBuckets implements Side {

  private static final int LAYERS = 4;

  private final List<Bucket> buckets = new ArrayList<>();

  /** Buckets of a name, each with a capacity that refills in a time. */
  RedisBuckets(UnifiedJedis redis, Optimization optimization, String name, Limit limit) {
    ProxyManager<String> manager =
        new JedisBasedProxyManagerBuilder<>(Mapper.STRING, new JedisCommands(redis)).build();
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                line ->
                    line.capacity(limit.permits()).refillGreedy(limit.permits(), limit.period()))
            .build();
    for (int i = 0; i < LAYERS; i++) {
      buckets.add(
          manager
              .builder()
              .withOptimization(optimization)
              .build(name + ":" + i, () -> configuration));
    }
  }

  @Override
  public boolean allows(RateRequest request) {
    for (int i = 0; i < LAYERS; i++) {
      if (!buckets.get(i).tryConsume(cost(request, i))) {
        for (int taken = 0; taken < i; taken++) {
          buckets.get(taken).addTokens(cost(request, taken));
        }
        return false;
      }
    }
    return true;
  }

  /** The last counts tokens of a model, the others calls. */
  private static long cost(RateRequest request, int layer) {
    return layer == LAYERS - 1 ? request.tokens() : request.requests();
  }

  /**
   * What each of the buckets holds.
   *
   * @param permits the capacity
   * @param period how long a refill takes
   */
  record Limit(long permits, Duration period) {}
}
