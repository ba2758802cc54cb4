// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import io.hermesx.core.time.Ticker;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs exchanges with the server, each under a span and measured, as a child of whatever span is
 * current on the thread. Thread-safe.
 *
 * <p>What a statement is called is worked out once for each text. The store has some hundred; one
 * that is as long as a list of values may have more, and is worked out anew beyond the bound.
 */
final class Operations {

  private static final int REMEMBERED = 1_000;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConcurrentHashMap<String, Operation> known = new ConcurrentHashMap<>();
  private final Tracer tracer;
  private final DoubleHistogram durations;
  private final Attributes place;
  private final Ticker ticker;

  Operations(Tracer tracer, DoubleHistogram durations, Attributes place, Ticker ticker) {
    this.tracer = tracer;
    this.durations = durations;
    this.place = place;
    this.ticker = ticker;
  }

  /** The instrument, as the conventions have it. */
  static DoubleHistogram durations(Meter meter) {
    return meter
        .histogramBuilder("db.client.operation.duration")
        .setUnit("s")
        .setDescription("Duration of database client operations.")
        .setExplicitBucketBoundariesAdvice(
            List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0))
        .build();
  }

  /** Returns what is told of a statement. */
  Operation of(String sql) {
    Operation operation = known.get(sql);
    if (operation == null) {
      operation = Operation.of(sql, place);
      if (known.size() < REMEMBERED) {
        known.put(sql, operation);
      }
    }
    return operation;
  }

  <T> T run(Operation operation, SqlCall<T> call) throws SQLException {
    Span span =
        tracer
            .spanBuilder(operation.summary())
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(operation.told())
            .startSpan();
    Attributes measured = operation.measured();
    long start = ticker.nanos();
    try {
      return call.send();
    } catch (SQLException | RuntimeException | Error e) {
      AttributesBuilder failure = Attributes.builder();
      ErrorType.of(e).putInto(failure);
      span.setStatus(StatusCode.ERROR);
      span.setAllAttributes(failure.build());
      measured = failure.putAll(measured).build();
      throw e;
    } finally {
      durations.record((ticker.nanos() - start) / NANOS, measured, Context.current().with(span));
      span.end();
    }
  }
}
