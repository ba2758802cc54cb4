// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The roles beside the application: what each may do with tables is all that it may, and what it
 * does across tenants has its limits.
 */
class RoleAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  /** Verbs on tables, and on columns alone with a star. */
  private static final String RIGHTS =
      """
      select string_agg(r, ', ' order by r) from (
        select c.relname || ' ' || v || case when has_table_privilege('%1$s', c.oid, v) then '' else '*' end as r
        from pg_class c cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate',
          'references', 'trigger']) v
        where c.relnamespace = 'hermesx'::regnamespace and c.relkind <> 'i' and (
          has_table_privilege('%1$s', c.oid, v) or v in ('select', 'insert', 'update', 'references')
            and has_any_column_privilege('%1$s', c.oid, v))) x""";

  private static AttackBattery battery;

  @BeforeAll
  static void seed() throws SQLException {
    battery = AttackBattery.on(DATABASE);
  }

  @AfterAll
  static void close() throws SQLException {
    battery.close();
  }

  private static String rights(String role) throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      return session.valueOf(RIGHTS.formatted(role));
    }
  }

  @Test
  void rights_ofEachRole_areTheListed() throws SQLException {
    assertThat(rights("hermesx_writer"))
        .isEqualTo(
            "audit_anchors insert, audit_anchors select*, audit_bodies insert, audit_checkpoints"
                + " delete, audit_checkpoints insert, audit_checkpoints select, audit_checkpoints update,"
                + " audit_events insert, audit_events select*, audit_heads insert, audit_heads"
                + " select, audit_heads update, audit_nodes insert, audit_stage delete, audit_stage"
                + " select, usage_events insert");
    assertThat(rights("hermesx_auditor"))
        .isEqualTo(
            "approvals select, audit_anchors select, audit_bodies select, audit_checkpoints select,"
                + " audit_events select, audit_heads select, audit_nodes select, current_tenant select,"
                + " receipt_finals select, receipt_intents select, usage_events select");
    assertThat(rights("hermesx_maintenance"))
        .isEqualTo(
            "idempotency_keys delete, idempotency_keys select*, reservations delete, reservations"
                + " select");
    assertThat(rights("hermesx_admin").split(", "))
        .contains("administration select", "api_keys select*")
        .allMatch(right -> right.endsWith(" select") || right.equals("api_keys select*"))
        .hasSize(battery.tables().size() + 1);
  }

  @Test
  void auditor_withoutATenant_isTold() throws SQLException {
    for (String table : List.of("audit_events", "receipt_intents", "usage_events")) {
      String query = "select count(*) from hermesx." + table;
      try (Session attack = Session.begin(battery.logins().of("hermesx_auditor"), null)) {
        assertThat(attack.answerOf(query)).isEqualTo("HX001");
      }
      try (Session control = Attacker.AUDITOR.begin(battery.logins())) {
        assertThat(control.count(query)).as("its own").isEqualTo(1);
      }
    }
  }

  @Test
  void maintenance_seesAndRemoves_onlyWhatIsOver() throws SQLException {
    String old = "update hermesx.%s set %s = now() - interval '25 hours' where tenant_id = '%s'";
    try {
      DATABASE.execute(old.formatted("reservations", "ends_at", Attacker.A));
      DATABASE.execute(
          "set session_replication_role = replica; "
              + old.formatted("idempotency_keys", "claimed_at", Attacker.A));
      for (String table : List.of("reservations", "idempotency_keys")) {
        try (Session session = Attacker.MAINTENANCE.begin(battery.logins())) {
          assertThat(
                  session.answerOf("select string_agg(tenant_id::text, '') from hermesx." + table))
              .isEqualTo(Attacker.A.toString());
          assertThat(session.update("delete from hermesx." + table)).isEqualTo(1);
        }
      }
    } finally {
      battery.restore();
    }
  }

  @Test
  void maintenance_reservationThatStillCounts_isNotRemoved() throws SQLException {
    String over =
        "update hermesx.reservations set closed = %s, ends_at = now() - interval '25 hours'";
    try {
      DATABASE.execute(over.formatted("false"));
      try (Session session = Attacker.MAINTENANCE.begin(battery.logins())) {
        assertThat(session.update("delete from hermesx.reservations")).isZero();
      }
      DATABASE.execute(over.formatted("true"));
      try (Session session = Attacker.MAINTENANCE.begin(battery.logins())) {
        assertThat(session.update("delete from hermesx.reservations")).isEqualTo(2);
      }
    } finally {
      battery.restore();
    }
  }

  @Test
  void admin_recordTakenBack_seesNothingMore() throws SQLException {
    String query = "select count(*) from hermesx.sessions";
    try (Session attack = Attacker.ADMIN.begin(battery.logins())) {
      attack.attempt("savepoint s; select hermesx.administer('eve', 'a look'); rollback to s");
      assertThat(attack.answerOf(query)).isEqualTo("HX007");
    }
    try (Session attack = Attacker.ADMINISTERING.begin(battery.logins())) {
      assertThat(attack.count(query)).as("control").isEqualTo(2);
      attack.commit();
      assertThat(attack.answerOf(query)).as("the next transaction").isEqualTo("HX007");
    }
    try (Session attack = Attacker.ADMINISTERING.begin(battery.logins())) {
      for (String change :
          List.of(
              "insert into hermesx.administration (actor, reason) values ('eve', 'x')",
              "update hermesx.administration set reason = 'x'",
              "delete from hermesx.administration")) {
        assertThat(attack.errorOf(change)).as(change).isEqualTo("42501");
      }
    }
  }

  @Test
  void admin_recordRolledBack_isInTheLogOfTheServer() throws SQLException {
    try (Session attack = Attacker.ADMIN.begin(battery.logins())) {
      attack.attempt("set local client_min_messages = log");
      assertThat(attack.warningOf("select hermesx.administer('eve', 'a look')"))
          .contains("eve")
          .contains("a look")
          .contains("hermesx_admin");
    }
  }
}
