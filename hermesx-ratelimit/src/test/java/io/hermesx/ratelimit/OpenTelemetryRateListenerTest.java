// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenTelemetryRateListenerTest {

  private static final Pattern LINE = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final TenantId TENANT = TenantId.named("acme");
  private static final RateLimit CALLS = RateLimit.requests("calls", 5, MINUTE);
  private static final RateLimit SLOTS = RateLimit.concurrent("slots", 5, MINUTE);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
          .build();
  private final OpenTelemetryRateListener listener = OpenTelemetryRateListener.of(sdk, () -> NOW);

  @Test
  void decisions_areCountedByOutcomeAndMode() {
    decide(true, RateMode.SHARED, state(CALLS, 0));
    decide(true, RateMode.LEASED, state(CALLS, 0));
    decide(false, RateMode.SHARED, state(CALLS, 5));

    assertThat(points("hermesx.ratelimit.decisions"))
        .containsExactlyInAnyOrder(
            "1 mode=leased outcome=allowed",
            "1 mode=shared outcome=allowed",
            "1 mode=shared outcome=rejected");
  }

  @Test
  void refusals_areCountedByLimitKindAndMode_thoseOfShadowsApart() {
    decide(false, RateMode.LOCAL_SHARE, state(CALLS, 5), state(SLOTS, 1), state(other(), 0));
    decide(true, RateMode.SHARED, state(CALLS.shadow(), 5));

    assertThat(points("hermesx.ratelimit.rejections"))
        .containsExactlyInAnyOrder(
            "1 kind=token_bucket limit=calls mode=local_share",
            "1 kind=concurrency limit=slots mode=local_share");
    assertThat(points("hermesx.ratelimit.shadow_rejections"))
        .containsExactly("1 kind=token_bucket limit=calls mode=shared");
  }

  @Test
  void sharedCall_isASpanWithItsBatchAndItsFailure() {
    listener.answered(7, Duration.ofMillis(2));
    listener.failed(
        3, Duration.ofMillis(50), new RateLimiterUnavailableException("secret of redis"));

    List<SpanData> told = spans.getFinishedSpanItems();
    assertThat(told).extracting(SpanData::getName).containsOnly("hermesx.ratelimit.shared");
    SpanData good = told.get(0);
    assertThat(good.getEndEpochNanos() - good.getStartEpochNanos()).isEqualTo(2_000_000);
    assertThat(good.getAttributes().get(OpenTelemetryRateListener.BATCH_SIZE)).isEqualTo(7);
    SpanData bad = told.get(1);
    assertThat(bad.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(bad.getAttributes().get(OpenTelemetryRateListener.ERROR_TYPE))
        .isEqualTo(RateLimiterUnavailableException.class.getName());
    assertThat(bad.toString()).doesNotContain("secret");
    assertThat(metric("hermesx.ratelimit.shared.batch_size").getHistogramData().getPoints())
        .singleElement()
        .satisfies(point -> assertThat(point.getSum()).isEqualTo(10));
    assertThat(metric("hermesx.ratelimit.shared.duration").getHistogramData().getPoints())
        .hasSize(2);
  }

  @Test
  void leases_showWhatWasTakenSpentAndReturned() {
    listener.leased(CALLS, 4);
    listener.leaseEnded(CALLS, 3, 1);

    assertThat(points("hermesx.ratelimit.lease.taken")).containsExactly("4 limit=calls");
    assertThat(points("hermesx.ratelimit.lease.spent")).containsExactly("3 limit=calls");
    assertThat(points("hermesx.ratelimit.lease.returned")).containsExactly("1 limit=calls");
  }

  @Test
  void outage_isOneWhileItLasts() {
    listener.outageBegan();
    assertThat(points("hermesx.ratelimit.outages")).containsExactly("1");

    listener.outageEnded();
    assertThat(points("hermesx.ratelimit.outages")).containsExactly("0");
  }

  @Test
  void nothingTold_holdsWhatTheCallIsCountedBy() {
    tour();

    String told = metrics.collectAllMetrics().toString() + spans.getFinishedSpanItems();
    assertThat(told)
        .contains("calls")
        .doesNotContain(TENANT.toString())
        .doesNotContain("acme")
        .doesNotContain("user:alice");
  }

  @Test
  void page_everyInstrumentAttributeAndSpan_isOnIt() throws IOException {
    tour();

    Set<String> names =
        metrics.collectAllMetrics().stream()
            .map(MetricData::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(section("Rate limits: instruments")).isEqualTo(names);
    assertThat(section("Rate limits: attributes"))
        .containsExactlyInAnyOrder(
            OpenTelemetryRateListener.OUTCOME.getKey(),
            OpenTelemetryRateListener.MODE.getKey(),
            OpenTelemetryRateListener.LIMIT.getKey(),
            OpenTelemetryRateListener.KIND.getKey(),
            OpenTelemetryRateListener.BATCH_SIZE.getKey(),
            OpenTelemetryRateListener.ERROR_TYPE.getKey());
  }

  @Test
  void snippet_ofThePage_works() {
    LocalRateLimiter unused = limiter(sdk);
  }

  private static LocalRateLimiter limiter(OpenTelemetry openTelemetry) {
    // snippet: telemetry
    LocalRateLimiter limiter =
        LocalRateLimiter.builder()
            .limits(RateLimits.of(CALLS))
            .listener(OpenTelemetryRateListener.of(openTelemetry))
            .build();
    // end
    return limiter;
  }

  private void tour() {
    decide(true, RateMode.SHARED, state(CALLS, 0));
    decide(false, RateMode.SHARED, state(CALLS, 5), state(SLOTS.shadow(), 5));
    listener.answered(1, MINUTE);
    listener.failed(1, MINUTE, new IllegalStateException("the test"));
    listener.outageBegan();
    listener.leased(CALLS, 2);
    listener.leaseEnded(CALLS, 1, 1);
  }

  private void decide(boolean allowed, RateMode mode, LimitState... states) {
    listener.decided(
        RateRequest.call(TENANT, Dimensions.none().with(Dimension.USER, "user:alice")),
        new RateDecision(allowed, null, List.of(states), mode));
  }

  private static RateLimit other() {
    return RateLimit.tokens("other", 5, MINUTE);
  }

  private static LimitState state(RateLimit limit, long wait) {
    return new LimitState(limit, 0, Duration.ofSeconds(wait), MINUTE);
  }

  private MetricData metric(String name) {
    return metrics.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> points(String name) {
    return metric(name).getLongSumData().getPoints().stream()
        .map(point -> (point.getValue() + " " + attributes(point)).strip())
        .toList();
  }

  private static String attributes(PointData point) {
    return point.getAttributes().asMap().entrySet().stream()
        .map(
            entry ->
                entry.getKey().getKey().replace("hermesx.ratelimit.", "") + "=" + entry.getValue())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static Set<String> section(String heading) throws IOException {
    Path page = Path.of("..", "docs", "reference", "telemetry.md");
    String text = Files.readString(page, StandardCharsets.UTF_8).replace("\r\n", "\n");
    int start = text.indexOf("\n## " + heading + "\n");
    assertThat(start).as("the section " + heading).isPositive();
    int end = text.indexOf("\n## ", start + 1);
    return LINE.matcher(text.substring(start, end < 0 ? text.length() : end))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
