// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.time.Ticker;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.sql.Connection;
import java.util.function.Function;

/**
 * Telemetry through the OpenTelemetry that a host passed, by the semantic conventions for
 * PostgreSQL. Nothing global is asked for. This class and those it makes are the only ones that
 * need the OpenTelemetry API at run time.
 */
final class OpenTelemetryTelemetry implements Telemetry {

  static final String SCOPE = "io.hermesx.store.postgres";

  private static final String SCHEMA = "https://opentelemetry.io/schemas/1.44.0";

  private final Tracer tracer;
  private final Operations operations;
  private final LongCounter splits;

  private OpenTelemetryTelemetry(Tracer tracer, Operations operations, LongCounter splits) {
    this.tracer = tracer;
    this.operations = operations;
    this.splits = splits;
  }

  static Telemetry of(OpenTelemetry openTelemetry, ServerPlace place) {
    Tracer tracer = openTelemetry.tracerBuilder(SCOPE).setSchemaUrl(SCHEMA).build();
    Meter meter = openTelemetry.meterBuilder(SCOPE).setSchemaUrl(SCHEMA).build();
    Operations operations =
        new Operations(tracer, Operations.durations(meter), place.attributes(), Ticker.system());
    return new OpenTelemetryTelemetry(
        tracer,
        operations,
        meter
            .counterBuilder("hermesx.store.context_splits")
            .setUnit("{operation}")
            .setDescription("Single operations that were repeated in an explicit transaction.")
            .build());
  }

  @Override
  public StatementSpans statements() {
    return connection -> watched(connection, CommitOutcome.UNHEARD);
  }

  @Override
  public <T> T transaction(boolean writable, Function<StatementSpans, T> work) {
    TransactionSpan transaction = TransactionSpan.start(tracer, writable);
    return transaction.around(() -> work.apply(connection -> watched(connection, transaction)));
  }

  @Override
  public void contextSplit() {
    splits.add(1);
  }

  private Connection watched(Connection connection, CommitOutcome outcome) {
    return new WatchedConnection(connection, operations, outcome);
  }
}
