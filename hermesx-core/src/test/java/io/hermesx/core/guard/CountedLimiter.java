// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A limiter on a time that stands still, with tokens that never refill and slots, that counts how
 * each permit ended, and can be told to fail at that.
 */
final class CountedLimiter implements RateLimiter {

  static final int TOKENS = 100;
  static final int SLOTS = 10;
  static final String TOKEN_LIMIT = "calls-a-year";
  static final String SLOT_LIMIT = "at-once";

  final AtomicInteger taken = new AtomicInteger();
  final AtomicInteger released = new AtomicInteger();
  final AtomicInteger refunded = new AtomicInteger();
  final AtomicInteger interrupted = new AtomicInteger();
  final AtomicReference<RateRequest> asked = new AtomicReference<>();
  private final Map<UUID, String> ended = new ConcurrentHashMap<>();
  private final RateLimiter counts =
      MemoryRateLimiter.builder()
          .limits(
              RateLimits.of(
                  RateLimit.requests(TOKEN_LIMIT, TOKENS, Duration.ofDays(365)),
                  RateLimit.concurrent(SLOT_LIMIT, SLOTS, Duration.ofHours(24))))
          .ticker(() -> 0)
          .build();
  private volatile boolean broken;

  /** From now on nothing can be released or refunded. */
  void breakDown() {
    broken = true;
  }

  long tokensUsed() {
    return TOKENS - remaining(TOKEN_LIMIT);
  }

  long slotsHeld() {
    return SLOTS - remaining(SLOT_LIMIT);
  }

  private long remaining(String limit) {
    return peek(RateRequest.call(TenantId.named("acme"), Dimensions.none())).states().stream()
        .filter(state -> state.limit().name().equals(limit))
        .mapToLong(LimitState::remaining)
        .sum();
  }

  @Override
  public RateDecision tryAcquire(RateRequest request) {
    asked.set(request);
    RateDecision decision = counts.tryAcquire(request);
    taken.addAndGet(decision.allowed() ? 1 : 0);
    return decision;
  }

  @Override
  public RateDecision peek(RateRequest request) {
    return counts.peek(request);
  }

  @Override
  public boolean release(RatePermit permit) {
    released.incrementAndGet();
    end(permit, "released");
    return counts.release(permit);
  }

  @Override
  public boolean refund(RatePermit permit) {
    refunded.incrementAndGet();
    end(permit, "refunded");
    return counts.refund(permit);
  }

  private void end(RatePermit permit, String how) {
    if (broken) {
      throw new IllegalStateException("the test broke the limiter");
    }
    if (Thread.currentThread().isInterrupted()) {
      interrupted.incrementAndGet();
    }
    String before = ended.put(permit.id(), how);
    if (before != null) {
      throw new AssertionError("a permit that was " + before + " was " + how);
    }
  }

  @Override
  public boolean renew(RatePermit permit) {
    return counts.renew(permit);
  }

  @Override
  public void close() {
    counts.close();
  }
}
