// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.store.postgres.ContextKey.Purpose;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every function of the schema, called in a transaction of every kind. */
class FunctionAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final String SEAL = TestDatabase.sealed(Attacker.B);
  private static final String FORGED = Attacker.A + "t" + "0".repeat(64);
  private static final List<String> CONTEXTS =
      Arrays.asList(
          null,
          "",
          FORGED,
          SEAL,
          EmbeddedServer.contextKey().sealSystem(),
          EmbeddedServer.contextKey().seal(Attacker.B, Purpose.ADMINISTRATION));
  private static final String NAMES =
      "select string_agg(distinct p.proname, ',') from pg_proc p"
          + " where p.pronamespace = 'hermesx'::regnamespace and %s";

  private static AttackBattery battery;

  @BeforeAll
  static void seed() throws SQLException {
    battery = AttackBattery.on(DATABASE);
  }

  @AfterAll
  static void close() throws SQLException {
    battery.close();
  }

  @Test
  void function_inAnyContext_endsAsTheListSays() throws SQLException {
    assertThat(problems(DATABASE)).isEmpty();
  }

  /** Calls that end otherwise than the list says, and functions that it does not have. */
  static List<String> problems(TestDatabase database) throws SQLException {
    List<String> problems = new ArrayList<>();
    Set<String> unlisted = names(database, "true");
    int calls = 0;
    for (String line : DataFile.lines("function-attacks.txt").toList()) {
      String[] parts = line.split(" \\| ", -1);
      unlisted.remove(parts[0].replaceAll("hermesx\\.([a-z_]+)\\(.*", "$1"));
      for (int i = 0; i < CONTEXTS.size(); i++) {
        String state = stateOf(database, parts[0], CONTEXTS.get(i));
        calls++;
        if (!state.equals(parts[i + 1])) {
          problems.add(String.join(" ", parts[0], "in context", String.valueOf(i), state));
        }
      }
    }
    System.out.println("function calls attacked: " + calls + ", problems: " + problems.size());
    problems.addAll(unlisted);
    return problems;
  }

  private static String stateOf(TestDatabase database, String call, String context)
      throws SQLException {
    String sql =
        call.replace("$SEAL", SEAL)
            .replace("$FORGED", FORGED)
            .replace("$A", Attacker.A.toString())
            .replace("$B", Attacker.B.toString());
    try (Session session = Session.begin(database.application(), context)) {
      String state = session.attemptOrError("select " + sql).state();
      if (!state.equals("42809")) {
        return state;
      }
      session.rollBack();
      return session.errorOf("call " + sql);
    }
  }

  private static Set<String> names(TestDatabase database, String condition) throws SQLException {
    try (Session session = Session.begin(database.superuser(), null)) {
      return Arrays.stream(session.valueOf(NAMES.formatted(condition)).split(","))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void function_ofTheOtherRoles_isOnlyWhatTheyNeed() throws SQLException {
    String may =
        "has_function_privilege('%s', p.oid, 'execute') and p.prorettype <> 'trigger'::regtype";
    assertThat(names(DATABASE, may.formatted("hermesx_writer")))
        .containsExactly(
            "audit_anchored",
            "audit_append",
            "audit_behind",
            "audit_heads_of",
            "audit_keep",
            "audit_staged",
            "clock",
            "require_purpose");
    assertThat(names(DATABASE, may.formatted("hermesx_maintenance"))).containsExactly("clock");
    assertThat(names(DATABASE, may.formatted("hermesx_auditor")))
        .containsExactly("clock", "join_transaction", "require_tenant");
    assertThat(names(DATABASE, may.formatted("hermesx_admin")))
        .containsExactly("administer", "administers", "clock");
  }

  @Test
  void function_acrossTenants_answersTheStore() throws SQLException {
    try (Session control = Attacker.OF_NO_TENANT.begin(battery.logins())) {
      assertThat(control.count("select count(*) from hermesx.audit_staged_tenants(10)"))
          .isEqualTo(2);
      assertThat(control.count("select count(*) from hermesx.reservations_ended('infinity', 10)"))
          .isEqualTo(2);
    }
  }
}
