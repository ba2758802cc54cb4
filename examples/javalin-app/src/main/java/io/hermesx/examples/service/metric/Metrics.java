// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.metric;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.service.http.RequestFacts;
import io.hermesx.sandbox.SandboxListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What the service counts. No label holds a tenant, a principal or anything a client chose, so the
 * number of series is bounded. Thread-safe.
 */
public final class Metrics implements Consumer<RequestFacts>, AutoCloseable {

  /** The media type of {@link #text}. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final int MOST_TENANTS = 100;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RateLimiterListener rates = new RateMeters(registry);
  private final SandboxListener sandbox = new SandboxMeters(registry);

  @Override
  public void accept(RequestFacts facts) {
    Timer.builder("hermesx.http.requests")
        .description("Requests by route and status, with their latency")
        .tag("method", known(facts.method()))
        .tag("route", facts.route())
        .tag("status", Integer.toString(facts.status()))
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60))
        .register(registry)
        .record(facts.took());
  }

  /** A client may send any word as a method. */
  private static String known(String method) {
    return List.of("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS").contains(method)
        ? method
        : "other";
  }

  /** Counts a guarded call. */
  void call(String kind, String outcome) {
    registry.counter("hermesx.guarded.calls", "kind", kind, "outcome", outcome).increment();
  }

  /** Counts a denial. */
  void denied(String code) {
    registry.counter("hermesx.denials", "code", code).increment();
  }

  /** Counts tokens of a kind. */
  void tokens(String kind, long number) {
    registry.counter("hermesx.tokens", "kind", kind).increment((double) number);
  }

  /** Counts money. */
  void cost(long nanoUsd) {
    registry.counter("hermesx.cost.usd").increment(nanoUsd / 1e9);
  }

  /** Returns who counts what the rate limiter decides. */
  public RateLimiterListener rates() {
    return rates;
  }

  /** Returns who counts the programs of tools. */
  public SandboxListener sandbox() {
    return sandbox;
  }

  /** Shows numbers that somebody else keeps, by their names. */
  public void watch(Map<String, DoubleSupplier> gauges) {
    gauges.forEach(
        (name, value) ->
            Gauge.builder(name, value::getAsDouble).strongReference(true).register(registry));
  }

  /** Shows how long the oldest staged audit event has waited for its place, in seconds. */
  public void watch(AuditLog log, InstantSource clock) {
    watch(Map.of("hermesx.audit.stage.lag.seconds", () -> lag(log, clock)));
  }

  private static double lag(AuditLog log, InstantSource clock) {
    long now = clock.millis();
    long oldest = now;
    for (TenantId tenant : log.stagedTenants(MOST_TENANTS)) {
      Optional<PreparedEvent> first = log.staged(tenant, 1).stream().findFirst();
      oldest = Math.min(oldest, first.map(Metrics::createdAt).orElse(now));
    }
    return (now - oldest) / 1_000.0;
  }

  /** The first 48 bits of a UUIDv7 are the milliseconds of its making (RFC 9562). */
  private static long createdAt(PreparedEvent event) {
    return event.id().getMostSignificantBits() >>> 16;
  }

  /** Everything in Prometheus' text format. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
