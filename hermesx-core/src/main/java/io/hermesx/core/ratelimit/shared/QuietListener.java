// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host's listener, whose failures are logged and go no further: the calls of other threads hang
 * on the thread that it runs on.
 */
final class QuietListener implements RateLimiterListener {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRateLimiter.class);

  private final RateLimiterListener listener;

  QuietListener(RateLimiterListener listener) {
    this.listener = listener;
  }

  @Override
  public void decided(RateRequest request, RateDecision decision) {
    quietly(() -> listener.decided(request, decision));
  }

  @Override
  public void answered(int commands, Duration took) {
    quietly(() -> listener.answered(commands, took));
  }

  @Override
  public void failed(int commands, Duration took, RuntimeException reason) {
    quietly(() -> listener.failed(commands, took, reason));
  }

  @Override
  public void outageBegan() {
    quietly(listener::outageBegan);
  }

  @Override
  public void outageEnded() {
    quietly(listener::outageEnded);
  }

  @Override
  public void leased(RateLimit limit, long amount) {
    quietly(() -> listener.leased(limit, amount));
  }

  @Override
  public void leaseEnded(RateLimit limit, long spent, long returned) {
    quietly(() -> listener.leaseEnded(limit, spent, returned));
  }

  private static void quietly(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.warn("a listener of rate limits failed", e);
    }
  }
}
