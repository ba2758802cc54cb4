// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.hermesx.core.ratelimit.RateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Four buckets in PostgreSQL for each call, one after the other, by {@code select for update};
 * where one refuses, those before get their tokens back. The buckets are made once, as Bucket4j
 * recommends.
 */
final class PostgresBuckets implements Side, AutoCloseable {

  private static final int LAYERS = 4;

  private final HikariDataSource pool;
  private final List<Bucket> buckets = new ArrayList<>();

  /** The buckets of some keys, each with a capacity that refills in a time. */
  PostgresBuckets(HikariDataSource pool, long firstKey, long permits, Duration period) {
    this.pool = pool;
    ProxyManager<Long> manager = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool).build();
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(permits).refillGreedy(permits, period))
            .build();
    for (int i = 0; i < LAYERS; i++) {
      buckets.add(manager.builder().build(firstKey + i, () -> configuration));
    }
  }

  @Override
  public boolean allows(RateRequest request) {
    for (int i = 0; i < LAYERS; i++) {
      if (!buckets.get(i).tryConsume(1)) {
        for (int taken = 0; taken < i; taken++) {
          buckets.get(taken).addTokens(1);
        }
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    pool.close();
  }
}
