// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.time.SystemSources;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Tells OpenTelemetry what a rate limiter decides and how its shared state answers: measurements,
 * and a span for each call to the shared state. {@code docs/reference/telemetry.md} names each.
 *
 * <p>Attributes are the names of limits, kinds of algorithm, modes and classes of errors; never a
 * tenant nor anything that a call is counted by. Nothing global is looked up. Needs {@code
 * io.opentelemetry:opentelemetry-api}. Thread-safe.
 */
public final class OpenTelemetryRateListener implements RateLimiterListener {

  static final String SCOPE = "io.hermesx.ratelimit";

  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("hermesx.ratelimit.outcome");
  static final AttributeKey<String> MODE = AttributeKey.stringKey("hermesx.ratelimit.mode");
  static final AttributeKey<String> LIMIT = AttributeKey.stringKey("hermesx.ratelimit.limit");
  static final AttributeKey<String> KIND = AttributeKey.stringKey("hermesx.ratelimit.kind");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("hermesx.ratelimit.batch.size");

  private final RateInstruments instruments;
  private final Tracer tracer;
  private final InstantSource clock;

  private OpenTelemetryRateListener(OpenTelemetry openTelemetry, InstantSource clock) {
    this.instruments = new RateInstruments(openTelemetry.getMeter(SCOPE));
    this.tracer = openTelemetry.getTracer(SCOPE);
    this.clock = clock;
  }

  /**
   * Returns a listener that tells the host's OpenTelemetry.
   *
   * @param openTelemetry such as the host's SDK; it is not closed
   */
  @SuppressWarnings(
      "exports") // A transitive requirement would be one of every host that is a module.
  public static OpenTelemetryRateListener of(OpenTelemetry openTelemetry) {
    return of(openTelemetry, SystemSources.clock());
  }

  static OpenTelemetryRateListener of(OpenTelemetry openTelemetry, InstantSource clock) {
    return new OpenTelemetryRateListener(openTelemetry, clock);
  }

  @Override
  public void decided(RateRequest request, RateDecision decision) {
    instruments.decisions.add(1, RateInstruments.of(decision.allowed(), decision.mode()));
    for (LimitState state : decision.states()) {
      if (state.exceeded()) {
        refused(state, decision.mode());
      }
    }
  }

  private void refused(LimitState state, RateMode mode) {
    Attributes attributes =
        Attributes.of(LIMIT, state.limit().name(), KIND, kind(state.limit()), MODE, wireName(mode));
    if (state.limit().enforced()) {
      instruments.rejections.add(1, attributes);
    } else {
      instruments.shadowRejections.add(1, attributes);
    }
  }

  @Override
  public void answered(int commands, Duration took) {
    called(commands, took, Attributes.empty());
  }

  @Override
  public void failed(int commands, Duration took, RuntimeException reason) {
    called(commands, took, Attributes.of(ERROR_TYPE, reason.getClass().getName()));
  }

  /** The span is made afterwards: who asks for many is no one call's child. */
  private void called(int commands, Duration took, Attributes failure) {
    instruments.duration.record(took.toNanos() / 1e9, failure);
    instruments.batchSize.record(commands);
    Instant end = clock.instant();
    Span span =
        tracer
            .spanBuilder("hermesx.ratelimit.shared")
            .setSpanKind(SpanKind.CLIENT)
            .setStartTimestamp(end.minus(took))
            .setAttribute(BATCH_SIZE, (long) commands)
            .setAllAttributes(failure)
            .startSpan();
    if (!failure.isEmpty()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end);
  }

  @Override
  public void outageBegan() {
    instruments.outages.add(1);
  }

  @Override
  public void outageEnded() {
    instruments.outages.add(-1);
  }

  @Override
  public void leased(RateLimit limit, long amount) {
    instruments.leaseTaken.add(amount, Attributes.of(LIMIT, limit.name()));
  }

  @Override
  public void leaseEnded(RateLimit limit, long spent, long returned) {
    Attributes attributes = Attributes.of(LIMIT, limit.name());
    instruments.leaseSpent.add(spent, attributes);
    instruments.leaseReturned.add(returned, attributes);
  }

  static String kind(RateLimit limit) {
    return limit
        .algorithm()
        .getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  static String wireName(RateMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
