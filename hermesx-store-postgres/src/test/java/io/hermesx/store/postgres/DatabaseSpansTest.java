// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.store.postgres.telemetry.OpenTelemetryTelemetry;
import io.hermesx.store.postgres.telemetry.ServerPlace;
import io.hermesx.store.postgres.telemetry.Telemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host's OpenTelemetry hears: each statement once, under its transaction, and its end. */
class DatabaseSpansTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private final TelemetryProbe probe = new TelemetryProbe();
  private PostgresStore store;

  @BeforeEach
  void open() {
    DATABASE.emptyStore().close();
    store = DATABASE.builder().openTelemetry(probe.openTelemetry()).build();
  }

  @AfterEach
  void close() {
    store.close();
    probe.close();
  }

  private void run(Consumer<TenantTx> work) {
    store.forTenant(StoreTour.TENANT).run(work);
  }

  private static void sql(TenantTx tx, String sql) {
    ((PostgresTx) tx).reading().execute(sql);
  }

  @Test
  void tour_everyStatementSent_hasOneSpanWithItsText() {
    store.close();
    ValueRecorder recorder = new ValueRecorder(DATABASE.application());
    store = TestDatabase.builder(recorder.recorded()).openTelemetry(probe.openTelemetry()).build();
    recorder.forget();

    new StoreTour(DATABASE, store, recorder.recorded()).run();

    List<String> told =
        probe.statements().stream()
            .map(span -> span.getAttributes().get(TelemetryProbe.TEXT))
            .filter(text -> !text.equals("commit") && !text.equals("rollback"))
            .toList();
    System.out.printf(
        "database spans: %d of %d statements, %d names%n",
        told.size(), recorder.sent().size(), probe.names().stream().distinct().count());
    assertThat(told).hasSizeGreaterThan(60).isEqualTo(recorder.sent());
  }

  @Test
  void statements_inATransaction_areItsChildren() {
    Span request = probe.hostSpan("request");
    try (Scope scope = request.makeCurrent()) {
      assertThat(scope).isNotNull();
      run(
          tx -> {
            tx.tenants().create("Acme");
            tx.tenants().find();
          });
      assertThat(Span.current()).isSameAs(request);
    } finally {
      request.end();
    }

    SpanData tx = probe.span("hermesx.tx");
    assertThat(probe.names())
        .containsExactly(
            "request", "hermesx.tx", "insert hermesx.tenants", "select hermesx.tenants", "commit");
    assertThat(tx.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    assertThat(tx.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(probe.statements())
        .hasSize(3)
        .allSatisfy(
            span -> {
              assertThat(span.getParentSpanId()).isEqualTo(tx.getSpanId());
              assertThat(span.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
            });
  }

  @Test
  void statement_underASpanOfTheHostWithinTheTransaction_isItsChild() {
    Span step = probe.hostSpan("step");
    run(
        tx -> {
          try (Scope scope = step.makeCurrent()) {
            assertThat(scope).isNotNull();
            tx.tenants().find();
          }
        });
    step.end();

    assertThat(probe.span("select hermesx.tenants").getParentSpanId())
        .isEqualTo(step.getSpanContext().getSpanId());
    assertThat(probe.span("commit").getParentSpanId())
        .isEqualTo(probe.span("hermesx.tx").getSpanId());
  }

  @Test
  void statement_onOneTable_hasTheAttributesOfTheConventions() {
    run(tx -> tx.tenants().find());

    SpanData span = probe.span("select hermesx.tenants");
    URI place = URI.create(DATABASE.url().substring("jdbc:".length()));
    assertThat(span.getAttributes().asMap())
        .containsEntry(stringKey("db.system.name"), "postgresql")
        .containsEntry(stringKey("db.namespace"), place.getPath().substring(1))
        .containsEntry(stringKey("db.operation.name"), "select")
        .containsEntry(stringKey("db.collection.name"), "hermesx.tenants")
        .containsEntry(stringKey("db.query.summary"), "select hermesx.tenants")
        .containsEntry(stringKey("server.address"), "127.0.0.1")
        .containsEntry(longKey("server.port"), (long) place.getPort())
        .hasSize(8);
    assertThat(span.getAttributes().get(stringKey("db.query.text")))
        .contains("from \"hermesx\".\"tenants\"", "?");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.hermesx.store.postgres");
  }

  @Test
  void transaction_committed_saysSo() {
    run(tx -> tx.tenants().create("Acme"));
    store.forTenant(StoreTour.TENANT).readOnly(tx -> tx.tenants().find());

    List<SpanData> transactions =
        probe.spans().stream().filter(span -> span.getName().equals("hermesx.tx")).toList();
    assertThat(transactions)
        .extracting(span -> span.getAttributes().get(TelemetryProbe.READ_ONLY))
        .containsExactly(false, true);
    assertThat(transactions)
        .extracting(span -> span.getAttributes().get(TelemetryProbe.OUTCOME))
        .containsOnly("committed");
    assertThat(transactions)
        .extracting(span -> span.getStatus().getStatusCode())
        .containsOnly(StatusCode.UNSET);
  }

  @Test
  void transaction_nothingWasSent_hasNoCommit() {
    run(tx -> assertThat(tx.tenant()).isEqualTo(StoreTour.TENANT));

    assertThat(probe.names()).containsExactly("hermesx.tx");
    assertThat(outcome()).isEqualTo("committed");
  }

  @Test
  void transaction_withAuditEvents_commitsBehindTheirStatement() {
    run(tx -> tx.audit().stage(samples.event(StoreTour.TENANT)));

    assertThat(probe.names()).containsExactly("hermesx.tx", "insert hermesx.audit_stage commit");
    assertThat(outcome()).isEqualTo("committed");
  }

  @Test
  void transaction_hostThrows_isRolledBackUnderItsSpan() {
    assertThatThrownBy(
            () ->
                run(
                    tx -> {
                      tx.tenants().create("Acme");
                      throw new IllegalStateException("the host's own");
                    }))
        .hasMessage("the host's own");

    assertThat(probe.names()).containsExactly("hermesx.tx", "insert hermesx.tenants", "rollback");
    SpanData tx = probe.span("hermesx.tx");
    assertThat(outcome()).isEqualTo("rolled_back");
    assertThat(tx.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(tx.getAttributes().get(TelemetryProbe.ERROR_TYPE))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(tx.getStatus().getDescription()).isEmpty();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @ParameterizedTest
  @CsvSource({"BEFORE", "AFTER"})
  void transaction_answerToTheCommitNeverCame_isUnknown(FaultyWire.Break cut) {
    try (FaultyWire wire = new FaultyWire(DATABASE.port());
        PostgresStore behind =
            DATABASE.builderThrough(wire.port(), "").openTelemetry(probe.openTelemetry()).build()) {
      assertThatThrownBy(
              () ->
                  behind
                      .forTenant(StoreTour.TENANT)
                      .run(
                          tx -> {
                            tx.tenants().create("Acme");
                            wire.breakAtCommit(cut);
                          }))
          .isInstanceOf(StoreException.class);
    }

    assertThat(outcome()).isEqualTo("unknown");
    assertThat(probe.span("commit").getAttributes().get(TelemetryProbe.STATUS_CODE))
        .startsWith("08");
    assertThat(probe.span("hermesx.tx").getAttributes().get(TelemetryProbe.ERROR_TYPE))
        .startsWith("08");
  }

  @Test
  void transaction_noConnectionWasToBeHad_isToldWithoutStatements() {
    PreparedEvent look = new PreparedEvent(StoreTour.TENANT, new UUID(7, 7), new byte[] {1});
    try (PostgresStore small =
        DATABASE
            .builder()
            .poolSize(1)
            .connectionTimeout(Duration.ofMillis(250))
            .openTelemetry(probe.openTelemetry())
            .build()) {
      small
          .forTenant(StoreTour.TENANT)
          .run(
              tx ->
                  assertThatThrownBy(() -> small.directory().tenants(look, Optional.empty(), 10))
                      .isInstanceOf(StoreException.class));
    }

    assertThat(probe.names()).containsExactly("hermesx.tx", "hermesx.tx");
    SpanData refused = probe.spans().get(1);
    assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(refused.getAttributes().get(TelemetryProbe.OUTCOME)).isEqualTo("rolled_back");
  }

  @Test
  void operation_inOneRoundTrip_isOneSpan() {
    store.directory().findApiKey(StoreSamples.sha256("key"));

    assertThat(probe.names()).containsExactly("select hermesx.find_api_key");
    assertThat(probe.spans().get(0).getAttributes().get(TelemetryProbe.FUNCTION))
        .isEqualTo("hermesx.find_api_key");
  }

  @Test
  void statements_ofTheBuild_areNotTold() {
    assertThat(probe.names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "select 1 / 0, 22012",
    "select 'x'::uuid, 22P02",
    "select * from hermesx.nowhere, 42P01",
    "select pg_sleep(9), 57014"
  })
  void statement_fails_spanHasItsSqlStateOnly(String statement, String state) {
    store.close();
    store =
        DATABASE
            .builder()
            .statementTimeout(Duration.ofMillis(100))
            .openTelemetry(probe.openTelemetry())
            .build();

    assertThatThrownBy(() -> run(tx -> sql(tx, statement))).isInstanceOf(StoreException.class);

    assertThat(probe.spans().subList(0, 2))
        .allSatisfy(
            span -> {
              assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
              assertThat(span.getStatus().getDescription()).isEmpty();
              assertThat(span.getEvents()).isEmpty();
              assertThat(span.getAttributes().get(TelemetryProbe.ERROR_TYPE)).isEqualTo(state);
            });
    assertThat(probe.statements().get(0).getAttributes().get(TelemetryProbe.STATUS_CODE))
        .isEqualTo(state);
    assertThat(probe.names()).endsWith("rollback");
  }

  @Test
  void durations_ofStatements_areMeasuredUnderTheirSummary() {
    run(tx -> tx.tenants().find());
    assertThatThrownBy(() -> run(tx -> sql(tx, "select 1 / 0"))).isInstanceOf(StoreException.class);

    MetricData durations = metric("db.client.operation.duration");
    assertThat(durations.getUnit()).isEqualTo("s");
    assertThat(durations.getHistogramData().getPoints())
        .extracting(point -> point.getAttributes().get(TelemetryProbe.SUMMARY))
        .containsExactlyInAnyOrder("select hermesx.tenants", "select", "commit", "rollback");
    assertThat(durations.getHistogramData().getPoints())
        .allSatisfy(
            point -> {
              assertThat(point.getCount()).isEqualTo(1);
              assertThat(point.getSum()).isBetween(0.000_001, 60.0);
              assertThat(point.getAttributes().get(TelemetryProbe.TEXT)).isNull();
              assertThat(point.getAttributes().get(stringKey("db.system.name")))
                  .isEqualTo("postgresql");
            });
    assertThat(durations.getHistogramData().getPoints())
        .filteredOn(point -> point.getAttributes().get(TelemetryProbe.ERROR_TYPE) != null)
        .extracting(HistogramPointData::getAttributes)
        .singleElement()
        .satisfies(
            attributes -> assertThat(attributes.get(TelemetryProbe.ERROR_TYPE)).isEqualTo("22012"));
  }

  @Test
  void contextSplits_counted_areOneInstrument() {
    Telemetry telemetry =
        OpenTelemetryTelemetry.of(probe.openTelemetry(), ServerPlace.of(null, null), e -> true);
    telemetry.contextSplit();
    telemetry.contextSplit();

    assertThat(metric("hermesx.store.context_splits").getLongSumData().getPoints())
        .singleElement()
        .satisfies(point -> assertThat(point.getValue()).isEqualTo(2));
  }

  @Test
  void batch_ofSeveral_isOneSpanWithItsSize() throws SQLException {
    Telemetry telemetry =
        OpenTelemetryTelemetry.of(probe.openTelemetry(), ServerPlace.of(null, "db"), e -> true);
    try (var connection = telemetry.statements().on(DATABASE.superuser().getConnection());
        var statement = connection.prepareStatement("delete from hermesx.leases where name = ?")) {
      for (String name : List.of("a", "b", "c")) {
        statement.setString(1, name);
        statement.addBatch();
      }
      statement.executeBatch();
      statement.setString(1, "d");
      statement.addBatch();
      statement.executeBatch();
    }

    assertThat(probe.names())
        .containsExactly("BATCH delete hermesx.leases", "delete hermesx.leases");
    assertThat(probe.spans().get(0).getAttributes().get(TelemetryProbe.BATCH_SIZE)).isEqualTo(3);
    assertThat(probe.spans().get(0).getAttributes().get(TelemetryProbe.NAME))
        .isEqualTo("BATCH delete");
    assertThat(probe.spans().get(1).getAttributes().get(TelemetryProbe.BATCH_SIZE)).isNull();
  }

  private MetricData metric(String name) {
    return probe.metrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String outcome() {
    return probe.span("hermesx.tx").getAttributes().get(TelemetryProbe.OUTCOME);
  }
}
