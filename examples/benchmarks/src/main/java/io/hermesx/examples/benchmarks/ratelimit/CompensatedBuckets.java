// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.github.bucket4j.Bucket;
import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Four buckets a call, one after the other; where one refuses, those before get their tokens back,
 * as Bucket4j's maintainer advises for limits with different costs.
 */
final class CompensatedBuckets implements Side {

  private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();
  private final long permits;
  private final Duration period;

  CompensatedBuckets(long permits, Duration period) {
    this.permits = permits;
    this.period = period;
  }

  @Override
  public boolean allows(RateRequest request) {
    Map<Dimension, String> values = request.dimensions().values();
    String user = values.get(Dimension.USER);
    Bucket tenant = bucket(request.tenant());
    if (!tenant.tryConsume(request.requests())) {
      return false;
    }
    Bucket calls = bucket(new UserKey(request.tenant(), user));
    if (!calls.tryConsume(request.requests())) {
      tenant.addTokens(request.requests());
      return false;
    }
    Bucket tool = bucket(new ToolKey(request.tenant(), user, values.get(Dimension.TOOL)));
    if (!tool.tryConsume(request.requests())) {
      tenant.addTokens(request.requests());
      calls.addTokens(request.requests());
      return false;
    }
    if (!bucket(new TokensKey(request.tenant(), user)).tryConsume(request.tokens())) {
      tenant.addTokens(request.requests());
      calls.addTokens(request.requests());
      tool.addTokens(request.requests());
      return false;
    }
    return true;
  }

  private Bucket bucket(Object key) {
    Bucket known = buckets.get(key);
    return known != null
        ? known
        : buckets.computeIfAbsent(key, unknown -> Buckets.of(permits, period));
  }

  private record UserKey(TenantId tenant, String user) {}

  private record ToolKey(TenantId tenant, String user, String tool) {}

  private record TokensKey(TenantId tenant, String user) {}
}
