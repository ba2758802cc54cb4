// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.metric;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what the rate limiter decides, by names of limits and modes; who asked is no label.
 * Thread-safe.
 */
final class RateMeters implements RateLimiterListener {

  private final MeterRegistry registry;
  private final AtomicInteger outages = new AtomicInteger();

  RateMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("hermesx.ratelimit.outages", outages::get)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void decided(RateRequest request, RateDecision decision) {
    String mode = decision.mode().name().toLowerCase(Locale.ROOT);
    String outcome = decision.allowed() ? "allowed" : "rejected";
    registry.counter("hermesx.ratelimit.decisions", "outcome", outcome, "mode", mode).increment();
    for (LimitState state : decision.states()) {
      if (state.exceeded()) {
        String name =
            state.limit().enforced()
                ? "hermesx.ratelimit.rejections"
                : "hermesx.ratelimit.shadow.rejections";
        registry.counter(name, "limit", state.limit().name(), "mode", mode).increment();
      }
    }
  }

  @Override
  public void answered(int commands, Duration took) {
    called(commands, took, "answered");
  }

  @Override
  public void failed(int commands, Duration took, RuntimeException reason) {
    called(commands, took, "failed");
  }

  private void called(int commands, Duration took, String outcome) {
    registry.timer("hermesx.ratelimit.shared", "outcome", outcome).record(took);
    registry.summary("hermesx.ratelimit.batch").record(commands);
  }

  @Override
  public void outageBegan() {
    outages.incrementAndGet();
  }

  @Override
  public void outageEnded() {
    outages.decrementAndGet();
  }

  @Override
  public void leased(RateLimit limit, long amount) {
    lease("taken", limit, amount);
  }

  @Override
  public void leaseEnded(RateLimit limit, long spent, long returned) {
    lease("spent", limit, spent);
    lease("returned", limit, returned);
  }

  private void lease(String what, RateLimit limit, long amount) {
    registry
        .counter("hermesx.ratelimit.lease", "what", what, "limit", limit.name())
        .increment((double) amount);
  }
}
