// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.github.bucket4j.redis.jedis.RedisApi;
import redis.clients.jedis.UnifiedJedis;

/**
 * What Bucket4j asks of Redis, through the Jedis that is here: its own entry names a class that
 * Jedis 8 no longer has, so it does not compile beside it.
 */
final class JedisCommands implements RedisApi {

  private final UnifiedJedis redis;

  JedisCommands(UnifiedJedis redis) {
    this.redis = redis;
  }

  @Override
  public Object eval(byte[] script, int keyCount, byte[]... params) {
    return redis.eval(script, keyCount, params);
  }

  @Override
  public byte[] get(byte[] key) {
    return redis.get(key);
  }

  @Override
  public void delete(byte[] key) {
    redis.del(key);
  }
}
