// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AppendResult.Status;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.DamagedHeadException;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TestIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that somebody put into one tenant's log keep no other tenant's from going on. */
class AuditTamperingTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final List<TenantId> TENANTS =
      IntStream.range(0, 9).mapToObj(i -> TenantId.named("tenant-" + i)).toList();
  private static final int ATTACKED = 4;

  private final TestIds ids = TestIds.create();
  private PostgresStore store;
  private AuditLog log;

  @BeforeEach
  void open() {
    store = DATABASE.emptyStore();
    log = store.auditLog();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<PreparedEvent> events(TenantId tenant, int count) {
    return Stream.generate(() -> new PreparedEvent(tenant, ids.next(), new byte[] {7}))
        .limit(count)
        .toList();
  }

  private List<AppendResult> append(int count) {
    return log.append(
        SimpleAppend.all(log.heads(TENANTS), TENANTS, tenant -> events(tenant, count)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into hermesx.audit_events values ('%s', 3, gen_random_uuid(), 'x', sha256('x'))",
        "insert into hermesx.audit_events values ('%s', 900, gen_random_uuid(), 'x', sha256('x'))",
        "insert into hermesx.audit_nodes values ('%s', 1, 0, sha256('x'))",
      })
  void append_rowsInTheWayOfOne_othersAreKept(String tampering) {
    assertThat(append(3)).containsOnly(AppendResult.APPENDED);
    DATABASE.execute(tampering.formatted(TENANTS.get(ATTACKED)));

    List<AppendResult> results = append(300);

    for (int i = 0; i < TENANTS.size(); i++) {
      assertThat(results.get(i).status())
          .isEqualTo(i == ATTACKED ? Status.REFUSED : Status.APPENDED);
      assertThat(log.head(TENANTS.get(i)).orElseThrow().size()).isEqualTo(i == ATTACKED ? 3 : 303);
    }
  }

  @Test
  void append_rowsWithoutAHead_areRefused() {
    DATABASE.execute(
        "insert into hermesx.audit_events values ('%s', 0, gen_random_uuid(), 'x', sha256('x'))"
            .formatted(TENANTS.get(ATTACKED)));

    List<AppendResult> results = append(1);

    assertThat(results.get(ATTACKED).status()).isEqualTo(Status.REFUSED);
    assertThat(results).filteredOn(AppendResult.APPENDED::equals).hasSize(TENANTS.size() - 1);
    assertThat(log.heads(TENANTS)).hasSize(TENANTS.size() - 1);
  }

  /** Only whoever owns the tables gets around what holds a head together. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "frontier = 'x'",
        "frontier = ''",
        "size = 12345",
        "previous = ''",
        "last_recorded_at = 'infinity'",
        "last_recorded_at = '294276-12-31T00:00:00Z'",
        "last_recorded_at = '-infinity'",
      })
  void heads_oneDamagedByItsOwner_areThoseOfTheOthersAndItIsNamed(String damage) {
    append(3);
    TenantId damaged = TENANTS.get(ATTACKED);
    List<TenantId> others = TENANTS.stream().filter(t -> !t.equals(damaged)).toList();
    DATABASE.execute(
        """
        begin;
        create table hermesx.before as select * from hermesx.audit_heads;
        create table hermesx.held as select conname as name, pg_get_constraintdef(oid) as rule
          from pg_constraint where conrelid = 'hermesx.audit_heads'::regclass and contype = 'c';
        %s
        do $$
        declare
          n name;
        begin
          for n in select name from hermesx.held loop
            execute format('alter table hermesx.audit_heads drop constraint %%I', n);
          end loop;
        end
        $$;
        update hermesx.audit_heads set %s where tenant_id = '%s';
        commit"""
            .formatted(AlwaysTriggers.OFF, damage, damaged));
    try {
      assertThatThrownBy(() -> log.heads(TENANTS))
          .isInstanceOfSatisfying(
              DamagedHeadException.class, e -> assertThat(e.damage()).containsOnlyKeys(damaged))
          .hasMessageContaining(damaged.toString());
      assertThat(log.heads(others)).containsOnlyKeys(others);
      assertThatThrownBy(() -> log.head(damaged)).isInstanceOf(DamagedHeadException.class);
    } finally {
      DATABASE.execute(
          """
          begin;
          update hermesx.audit_heads h set size = b.size, previous = b.previous,
            frontier = b.frontier, last_recorded_at = b.last_recorded_at
          from hermesx.before b where b.tenant_id = h.tenant_id;
          do $$
          declare
            c record;
          begin
            for c in select * from hermesx.held loop
              execute format('alter table hermesx.audit_heads add constraint %%I %%s', c.name, c.rule);
            end loop;
          end
          $$;
          drop table hermesx.before, hermesx.held;
          %s
          commit"""
              .formatted(AlwaysTriggers.ON));
    }
  }

  @Test
  void hashes_nodesWithAGap_endBeforeIt() {
    TenantId acme = TENANTS.get(0);
    append(3 * 256);
    assertThat(log.hashes(acme, 1, 0, 10)).hasSize(3);
    DATABASE.execute(
        "begin; "
            + AlwaysTriggers.OFF
            + "delete from hermesx.audit_nodes where index = 1; "
            + "delete from hermesx.audit_events where seq = 5; "
            + AlwaysTriggers.ON
            + "commit");

    assertThat(log.hashes(acme, 1, 0, 10)).hasSize(1);
    assertThat(log.hashes(acme, 1, 1, 10)).isEmpty();
    assertThat(log.hashes(acme, 0, 0, 10)).hasSize(5);
    assertThat(log.hashes(acme, 0, 6, 10)).hasSize(10);
  }

  @Test
  void append_atAnotherIsolationLevel_isRefused() throws SQLException {
    try (Connection connection = DATABASE.application().getConnection();
        Session session =
            Session.begin(DATABASE.application(), EmbeddedServer.contextKey().sealSystem())) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(
            "select set_config('hermesx.tenant', '"
                + EmbeddedServer.contextKey().sealSystem()
                + "', true)");
        AppendBatch batch =
            new AppendBatch(SimpleAppend.all(Map.of(), TENANTS, tenant -> events(tenant, 1)));
        assertThatThrownBy(() -> batch.run(connection))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HX003"));
        connection.rollback();
        assertThat(batch.run(session.connection())).containsOnly(AppendResult.APPENDED);
      }
    }
  }
}
