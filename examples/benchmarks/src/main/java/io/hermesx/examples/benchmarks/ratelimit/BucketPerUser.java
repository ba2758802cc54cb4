// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.github.bucket4j.Bucket;
import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A bucket for each user of a tenant, in a map as Bucket4j's guide has it. */
final class BucketPerUser implements Side {

  private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();
  private final long permits;
  private final Duration period;

  BucketPerUser(long permits, Duration period) {
    this.permits = permits;
    this.period = period;
  }

  @Override
  public boolean allows(RateRequest request) {
    Key key = new Key(request.tenant(), request.dimensions().values().get(Dimension.USER));
    return bucket(key).tryConsume(request.requests());
  }

  private Bucket bucket(Key key) {
    Bucket known = buckets.get(key);
    return known != null
        ? known
        : buckets.computeIfAbsent(key, unknown -> Buckets.of(permits, period));
  }

  private record Key(TenantId tenant, String user) {}
}
