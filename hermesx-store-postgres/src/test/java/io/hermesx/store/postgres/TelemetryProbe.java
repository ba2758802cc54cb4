// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A host's OpenTelemetry that keeps in memory what it is told. */
final class TelemetryProbe implements AutoCloseable {

  static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
  static final AttributeKey<String> NAME = AttributeKey.stringKey("db.operation.name");
  static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("db.stored_procedure.name");
  static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");
  static final AttributeKey<Boolean> READ_ONLY = AttributeKey.booleanKey("hermesx.tx.read_only");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("hermesx.tx.outcome");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("db.response.status_code");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
          .build();

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** A span of the host's own, to be ended by it. */
  Span hostSpan(String name) {
    return sdk.getTracer("host").spanBuilder(name).startSpan();
  }

  /** Every span that ended, in the order in which they started. */
  List<SpanData> spans() {
    return exporter.getFinishedSpanItems().stream()
        .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
        .toList();
  }

  /** Those of exchanges with the server. */
  List<SpanData> statements() {
    return spans().stream().filter(span -> span.getKind() == SpanKind.CLIENT).toList();
  }

  /** The one of that name. */
  SpanData span(String name) {
    List<SpanData> named = spans().stream().filter(span -> span.getName().equals(name)).toList();
    if (named.size() != 1) {
      throw new AssertionError(named.size() + " spans of the name " + name + ": " + names());
    }
    return named.get(0);
  }

  List<String> names() {
    return spans().stream().map(SpanData::getName).toList();
  }

  Collection<MetricData> metrics() {
    return reader.collectAllMetrics();
  }

  /** Everything that a store told and that is no time and no identifier of a trace, as text. */
  String everything() {
    Stream<String> told =
        spans().stream()
            .flatMap(
                span ->
                    Stream.of(
                        span.getName(),
                        span.getAttributes().asMap(),
                        span.getEvents(),
                        span.getLinks(),
                        span.getStatus()))
            .map(Object::toString);
    Stream<String> measured =
        metrics().stream()
            .flatMap(metric -> metric.getData().getPoints().stream())
            .map(point -> point.getAttributes().asMap() + " " + exemplars(point));
    return Stream.concat(told, measured).collect(Collectors.joining("\n"));
  }

  private static List<Attributes> exemplars(PointData point) {
    return point.getExemplars().stream().map(ExemplarData::getFilteredAttributes).toList();
  }

  @Override
  public void close() {
    sdk.close();
  }
}
