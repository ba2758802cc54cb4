// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.TenantTx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No value reaches a span, an attribute, an event, a status or a measurement. */
class SpanValuesTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  /** Values that are words of ours, and as such stand in statements and names as well. */
  private static final Set<String> OUR_WORDS =
      Set.of("agent", "approved", "complete", "false", "nano_usd", "pending");

  private final TelemetryProbe probe = new TelemetryProbe();
  private final ValueRecorder recorder = new ValueRecorder(DATABASE.application());
  private PostgresStore store;

  @BeforeEach
  void open() {
    DATABASE.emptyStore().close();
    store = TestDatabase.builder(recorder.recorded()).openTelemetry(probe.openTelemetry()).build();
    recorder.forget();
  }

  @AfterEach
  void close() {
    store.close();
    probe.close();
  }

  private void run(Consumer<TenantTx> work) {
    store.forTenant(StoreTour.TENANT).run(work);
  }

  @Test
  void tour_everyValueThatWasSent_isNowhereInTheTelemetry() {
    new StoreTour(DATABASE, store, recorder.recorded()).run();

    Set<String> values =
        recorder.values().stream()
            .filter(value -> value.length() > 4 && !OUR_WORDS.contains(value))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(values)
        .hasSizeGreaterThan(60)
        .contains(StoreTour.TENANT.toString())
        .anyMatch(value -> value.contains(StoreTour.MARK));
    assertThat(leaks(values)).isEmpty();
    assertThat(probe.spans()).hasSizeGreaterThan(100);
    System.out.printf(
        "values looked for in %d spans and %d instruments: %d, found 0%n",
        probe.spans().size(), probe.metrics().size(), values.size());
  }

  private List<String> leaks(Set<String> values) {
    String told = probe.everything().toLowerCase(Locale.ROOT);
    assertThat(told.contains("db.query.text")).isTrue();
    return values.stream().filter(told::contains).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into hermesx.tenants (tenant_id, name, status, version, created_at, updated_at)"
            + " values ({0}::uuid, {1}, 'ACTIVE', 1, now(), now())",
        "insert into hermesx.tenants (tenant_id, name, status, version, created_at, updated_at)"
            + " values ({0}::uuid, {1}, {1}, 1, now(), now())",
        "insert into hermesx.tenants (tenant_id, name, status, version, created_at, updated_at)"
            + " values (gen_random_uuid(), {1}, {0}, 1, now(), now())",
        "select {1}::int, {0}::text",
        "select {0}::uuid, {1}::json",
        "select 1 / (length({0}) - length({0})) where {1} > ''",
        "select hermesx.nothing({0}, {1})",
      })
  void statement_failsOverAValue_messageOfTheServerStaysOut(String sql) {
    run(tx -> tx.tenants().create(StoreTour.MARK));

    assertThatThrownBy(
            () ->
                run(
                    tx ->
                        ((PostgresTx) tx)
                            .reading()
                            .execute(
                                sql,
                                DSL.val(StoreTour.TENANT.toString()),
                                DSL.val(StoreTour.MARK))))
        .isInstanceOf(StoreException.class);

    assertThat(leaks(Set.of(StoreTour.MARK, StoreTour.TENANT.toString()))).isEmpty();
    assertThat(probe.everything().contains("error.type")).isTrue();
  }

  @Test
  void host_throwsWithAValueInItsMessage_messageStaysOut() {
    assertThatThrownBy(
            () ->
                run(
                    tx -> {
                      throw new IllegalStateException(StoreTour.MARK + tx.tenants().find());
                    }))
        .hasMessageContaining(StoreTour.MARK);

    assertThat(leaks(Set.of(StoreTour.MARK))).isEmpty();
  }

  /** What is kept out: the server does quote values. */
  @Test
  void server_uniqueViolation_quotesTheValue() throws SQLException {
    run(tx -> tx.tenants().create(StoreTour.MARK));
    try (Connection connection = DATABASE.superuser().getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("insert into hermesx.tenants select * from hermesx.tenants"))
          .hasMessageContaining(StoreTour.TENANT.toString());
    }
  }
}
