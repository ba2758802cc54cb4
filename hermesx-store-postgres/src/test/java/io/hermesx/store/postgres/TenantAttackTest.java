// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the application login may try on no table in particular, and what the tenant itself and the
 * owner of the tables can do with a row. Attacks on rows of another tenant are in {@link
 * AttackBatteryTest}.
 */
class TenantAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private static AttackBattery battery;

  @BeforeAll
  static void seed() throws SQLException {
    battery = AttackBattery.on(DATABASE);
  }

  @AfterAll
  static void close() throws SQLException {
    battery.close();
  }

  static Stream<String> attacks() {
    return DataFile.lines("attacks.txt");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attack_onNoTable_isRefused(String line) throws SQLException {
    String[] parts = line.split(" \\| ", 2);
    String attack = parts[1].replace("$A", Attacker.A.toString());
    for (Attacker attacker : List.of(Attacker.APPLICATION, Attacker.JOINED)) {
      try (Session session = attacker.begin(battery.logins())) {
        assertThat(session.errorOf(attack)).isEqualTo(parts[0]);
      }
    }
    try (Session control = Session.begin(DATABASE.superuser(), null)) {
      assertThat(control.errorOf(attack)).as("control").isNotEqualTo(parts[0]);
    }
  }

  @Test
  void ownTenant_reads_seesItsRow() throws SQLException {
    for (AttackedTable table : battery.tables()) {
      try (Session session = Attacker.APPLICATION.begin(battery.logins())) {
        assertThat(session.answerOf("select min(tenant_id::text) from " + table.name()))
            .as(table.name())
            .isEqualTo(Attacker.B.toString());
      }
    }
  }

  @Test
  void ownTenant_insertsTheSameRow_meetsOnlyItsKey() throws SQLException {
    Set<String> states = Set.of("23505", "42501");
    for (AttackedTable table : battery.tables()) {
      try (Session session = Attacker.APPLICATION.begin(battery.logins())) {
        assertThat(session.errorOf(table.text("insert into $TABLE $ROW_B", table.name())))
            .as(table.name())
            .isIn(states);
      }
    }
  }

  @Test
  void ownRow_movedToAnotherTenant_isRefusedToWhomPoliciesDoNotBindToo() throws SQLException {
    for (AttackedTable table : battery.tables()) {
      try (Session session = Session.begin(DATABASE.superuser(), null)) {
        assertThat(session.errorOf(table.text("update $TABLE set tenant_id = '$N'", table.name())))
            .as(table.name())
            .isEqualTo("HX002");
      }
    }
  }

  @Test
  void owner_withoutATenant_isBoundToo() throws SQLException {
    for (AttackedTable table : battery.tables()) {
      String query = "select count(*) from " + table.name();
      try (Session session = Session.begin(DATABASE.migrator(), null)) {
        session.update("set local role hermesx_owner");
        assertThat(session.answerOf(query)).as(table.name()).isIn("0", "HX001");
      }
      try (Session control = Session.begin(DATABASE.superuser(), null)) {
        assertThat(control.count(query)).as(table.name()).isEqualTo(2);
      }
    }
  }

  @Test
  void definer_withHostileSearchPath_isNotFooled() throws SQLException {
    try (Session session = Attacker.OF_NO_TENANT.begin(battery.logins())) {
      session.update("create temp table audit_stage (tenant_id uuid)");
      session.update("set local search_path = pg_temp, hermesx, pg_catalog");
      assertThat(session.count("select count(*) from hermesx.audit_staged_tenants(10)"))
          .isEqualTo(2);
    }
  }

  @Test
  void statementWithoutRows_withoutTenant_isSilent() throws SQLException {
    try (Session session = Attacker.NO_TENANT.begin(battery.logins())) {
      assertThat(session.count("select count(*) from hermesx.audit_events where false")).isZero();
    }
  }

  @Test
  void audit_asSuperuser_isAppendOnlyToo() throws SQLException {
    for (String statement :
        List.of(
            "update hermesx.audit_events set header = '\\x00'",
            "delete from hermesx.audit_events",
            "truncate hermesx.audit_events",
            "delete from hermesx.audit_heads",
            "truncate hermesx.audit_heads",
            "update hermesx.audit_heads set size = size - 1",
            "update hermesx.audit_heads set origin = 'elsewhere', size = size + 1")) {
      try (Session session = Session.begin(DATABASE.superuser(), null)) {
        assertThat(session.errorOf(statement)).as(statement).isEqualTo("HX002");
      }
    }
  }
}
