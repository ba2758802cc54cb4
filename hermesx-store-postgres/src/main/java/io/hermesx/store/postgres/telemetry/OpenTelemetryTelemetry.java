// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import io.hermesx.core.time.Ticker;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Telemetry through the OpenTelemetry that a host passed, by the semantic conventions for
 * PostgreSQL. Nothing global is asked for. This class and those it makes are the only ones that
 * need the OpenTelemetry API at run time.
 */
public final class OpenTelemetryTelemetry implements Telemetry {

  static final String SCOPE = "io.hermesx.store.postgres";

  private static final String SCHEMA = "https://opentelemetry.io/schemas/1.44.0";

  private final Tracer tracer;
  private final Operations operations;
  private final LongCounter splits;
  private final Predicate<SQLException> maybeCommitted;

  private OpenTelemetryTelemetry(
      Tracer tracer,
      Operations operations,
      LongCounter splits,
      Predicate<SQLException> maybeCommitted) {
    this.tracer = tracer;
    this.operations = operations;
    this.splits = splits;
    this.maybeCommitted = maybeCommitted;
  }

  /**
   * Returns the telemetry.
   *
   * @param maybeCommitted whether a commit that failed this way may have happened
   */
  public static Telemetry of(
      OpenTelemetry openTelemetry, ServerPlace place, Predicate<SQLException> maybeCommitted) {
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
            .build(),
        maybeCommitted);
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
    return new WatchedConnection(connection, operations, outcome, maybeCommitted);
  }
}
