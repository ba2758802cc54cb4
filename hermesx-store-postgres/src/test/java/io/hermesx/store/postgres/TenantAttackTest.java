// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever can send any SQL as the application login, without a tenant or as another one: for every
 * table that the catalogue has, each with a row of the attacked tenant in it, and each with the
 * control that the same statement works for its owner.
 */
class TenantAttackTest {

  private static final UUID ACME = UUID.fromString("00000000-0000-7000-8000-00000000000a");
  private static final UUID GLOBEX = UUID.fromString("00000000-0000-7000-8000-00000000000b");

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final HikariDataSource APPLICATION = pool(TestDatabase.APPLICATION);
  private static final HikariDataSource SUPERUSER = pool("postgres");
  private static final SeededTables SEEDED = new SeededTables(SUPERUSER);

  /** What a transaction may say that its tenant is, and the error where a row is met. */
  private enum Claim {
    NONE(null, "HX001"),
    EMPTY("", "HX001"),
    BLANK(" ", "HX005"),
    GARBAGE("acme", "HX005"),
    INJECTED("00000000-0000-7000-8000-00000000000a' or true --", "HX005"),
    UNSEALED(ACME.toString(), "HX005"),
    FORGED(ACME + "t" + "0".repeat(64), "HX005"),
    SEAL_OF_ANOTHER(ACME + TestDatabase.sealed(GLOBEX).substring(36), "HX005"),
    SEAL_OF_ANOTHER_PURPOSE(ACME + "a" + TestDatabase.sealed(ACME).substring(37), "HX005"),
    UPPER_CASE(TestDatabase.sealed(ACME).toUpperCase(Locale.ROOT), "HX005"),
    LONGER(TestDatabase.sealed(ACME) + "0", "HX005"),
    OF_NO_TENANT(EmbeddedServer.contextKey().sealSystem(), "HX001"),
    ANOTHER(TestDatabase.sealed(GLOBEX), null),
    NIL(TestDatabase.sealed(new UUID(0, 0)), null);

    private final String tenant;
    private final String error;

    Claim(String tenant, String error) {
      this.tenant = tenant;
      this.error = error;
    }

    Session begin() throws SQLException {
      return Session.begin(APPLICATION, tenant);
    }
  }

  private static HikariDataSource pool(String user) {
    HikariConfig configuration = new HikariConfig();
    configuration.setJdbcUrl(DATABASE.url());
    configuration.setUsername(user);
    configuration.setMaximumPoolSize(2);
    return new HikariDataSource(configuration);
  }

  @AfterAll
  static void close() {
    APPLICATION.close();
    SUPERUSER.close();
  }

  @BeforeAll
  static void seed() throws SQLException {
    SEEDED.fill(ACME);
    assertThat(SEEDED.names()).contains("hermesx.audit_events", "hermesx.audit_stage");
  }

  static Stream<Arguments> tablesAndClaims() {
    return SEEDED.names().stream()
        .flatMap(table -> Stream.of(Claim.values()).map(claim -> Arguments.of(table, claim)));
  }

  static List<String> tables() {
    return SEEDED.names();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void ownTenant_reads_seesItsRow(String table) throws SQLException {
    try (Session session = Session.of(APPLICATION, ACME)) {
      if (SEEDED.may(table, "select")) {
        assertThat(session.count("select count(*) from " + table)).isEqualTo(1);
      } else {
        assertThat(session.errorOf("select count(*) from " + table)).isEqualTo("42501");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tablesAndClaims")
  void foreignRows_read_areNotSeen(String table, Claim claim) throws SQLException {
    for (String query :
        List.of(
            "select count(*) from " + table,
            "select count(*) from " + table + " where tenant_id = '" + ACME + "'",
            "select count(*) from " + table + " where tenant_id = '" + ACME + "' or true",
            "select count(*) from (select 1 from " + table + " for update) t",
            "select count(*) from (table " + table + " union all table " + table + ") t")) {
      try (Session session = claim.begin()) {
        String error = SEEDED.may(table, "select") ? claim.error : "42501";
        if (error == null) {
          boolean asksMore = query.contains("for update") || query.contains("(table ");
          String right = asksMore ? "42501" : "0";
          assertThat(session.answerOf(query)).as(query).isIn("0", right);
        } else {
          assertThat(session.errorOf(query)).as(query).isIn(error, "42501");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tablesAndClaims")
  void foreignRows_changed_areNotTouched(String table, Claim claim) throws SQLException {
    String before = SEEDED.fingerprint(table);
    for (String statement :
        List.of(
            "update " + table + " set tenant_id = tenant_id",
            "update " + table + " set tenant_id = '" + GLOBEX + "'",
            "delete from " + table,
            "delete from " + table + " where tenant_id = '" + ACME + "' or true")) {
      String verb = statement.startsWith("update") ? "update" : "delete";
      try (Session session = claim.begin()) {
        String error = SEEDED.may(table, verb) ? claim.error : "42501";
        if (error == null) {
          assertThat(session.update(statement)).as(statement).isZero();
          session.commit();
        } else {
          assertThat(session.errorOf(statement)).as(statement).isIn(error, "42501");
        }
      }
    }
    assertThat(SEEDED.fingerprint(table)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("tablesAndClaims")
  void rowsOfTheForeignTenant_inserted_areRefused(String table, Claim claim) throws SQLException {
    String before = SEEDED.fingerprint(table);
    String insert = SEEDED.insertOf(table);
    for (String ending : List.of("", " on conflict do nothing")) {
      try (Session session = claim.begin()) {
        String error = SEEDED.may(table, "insert") ? claim.error : "42501";
        assertThat(session.errorOf(insert + ending))
            .as(insert + ending)
            .isIn(error == null ? "42501" : error, "42501");
      }
    }
    assertThat(SEEDED.fingerprint(table)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void ownTenant_insertsTheSameRow_meetsOnlyItsKey(String table) throws SQLException {
    if (SEEDED.may(table, "insert")) {
      try (Session session = Session.of(APPLICATION, ACME)) {
        assertThat(session.errorOf(SEEDED.insertOf(table))).isEqualTo("23505");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void ownRow_movedToAnotherTenant_isRefused(String table) throws SQLException {
    String move = "update " + table + " set tenant_id = '" + GLOBEX + "'";
    try (Session session = Session.of(APPLICATION, ACME)) {
      assertThat(session.errorOf(move)).isIn("42501", "HX002");
    }
    // Even where the policies are not asked, the trigger is.
    try (Session session = Session.begin(SUPERUSER, null)) {
      assertThat(session.errorOf(move)).isEqualTo("HX002");
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void owner_withoutATenant_isBoundToo(String table) throws SQLException {
    try (Session session = Session.begin(DATABASE.migrator(), null)) {
      session.update("set local role hermesx_owner");
      String query = "select count(*) from " + table;
      assertThat(session.answerOf(query)).isIn("0", "HX001");
    }
    try (Session session = Session.begin(SUPERUSER, null)) {
      assertThat(session.count("select count(*) from " + table)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attack_asTheApplication_isRefused(String line) throws SQLException {
    String[] parts = line.split(" \\| ", 2);
    try (Session session = Claim.ANOTHER.begin()) {
      assertThat(session.errorOf(parts[1].replace("$A", ACME.toString()))).isEqualTo(parts[0]);
    }
  }

  static Stream<String> attacks() {
    return DataFile.lines("attacks.txt");
  }

  @Test
  void tenantsWithStagedEvents_areAllThatIsSeenAcross() throws SQLException {
    try (Session session = Claim.OF_NO_TENANT.begin()) {
      assertThat(session.answerOf("select hermesx.audit_staged_tenants(10)::text"))
          .isEqualTo(ACME.toString());
    }
  }

  @Test
  void functionOfTheSearchPath_hijacked_isNotCalled() throws SQLException {
    try (Session session = Claim.OF_NO_TENANT.begin()) {
      session.update("create temp table audit_stage (tenant_id uuid)");
      session.update("insert into pg_temp.audit_stage values ('" + GLOBEX + "')");
      session.update("set local search_path = pg_temp, hermesx, pg_catalog");
      assertThat(session.answerOf("select hermesx.audit_staged_tenants(10)::text"))
          .isEqualTo(ACME.toString());
    }
    try (Session session = Claim.ANOTHER.begin()) {
      session.update("set local search_path = pg_temp, hermesx, pg_catalog");
      assertThat(session.count("select count(*) from hermesx.audit_events")).isZero();
    }
  }

  @Test
  void poisonedConnection_storesTransaction_isOfItsOwnTenant() throws SQLException {
    try (PostgresStore store =
        TestDatabase.builder(SingleConnection.poisoned(DATABASE, ACME)).build()) {
      assertThat(store.auditLog().read(new TenantId(GLOBEX), 0, 10)).isEmpty();
    }
  }

  @Test
  void statementWithoutRows_withoutTenant_isSilent() throws SQLException {
    try (Session session = Claim.NONE.begin()) {
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
      try (Session session = Session.begin(SUPERUSER, null)) {
        assertThat(session.errorOf(statement)).as(statement).isEqualTo("HX002");
      }
    }
  }
}
