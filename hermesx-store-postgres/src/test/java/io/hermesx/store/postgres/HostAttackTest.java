// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The host's tables, attacked by whoever can send any SQL as the login of its service. */
class HostAttackTest {

  private static final String A = "00000000-0000-7000-8000-00000000000a";
  private static final String B = "00000000-0000-7000-8000-00000000000b";
  private static final String ROW = "00000000-0000-7000-8000-0000000000a1";
  private static final String FREE = "00000000-0000-7000-8000-0000000000f1";
  private static final TestDatabase DATABASE = HostSchema.database();

  /** What the transaction says that its tenant is, and what has to come then; null for the line. */
  private enum Claim {
    NONE(null, "HX001"),
    EMPTY("", "HX001"),
    UNSEALED(A, "HX005"),
    FORGED(A + "t" + "0".repeat(64), "HX005"),
    SEAL_OF_ANOTHER(A + TestDatabase.sealed(UUID.fromString(B)).substring(36), "HX005"),
    ANOTHER(TestDatabase.sealed(UUID.fromString(B)), null);

    private final String context;
    private final String verdict;

    Claim(String context, String verdict) {
      this.context = context;
      this.verdict = verdict;
    }
  }

  @BeforeAll
  static void seed() {
    for (String schema : new String[] {"shop", "twin"}) {
      DATABASE.execute(
          """
          insert into $S.orders (tenant_id, id, item) values ('$A', '$R', 'secret of A');
          insert into $S.orders (tenant_id, item) values ('$B', 'of B');
          insert into $S.lines values ('$A', '$R', 1, 'line of A');
          insert into $S.visits values ('$A', '2026-02-02', 'page of A'), ('$B', '2026-02-02', 'page of B')"""
              .replace("$S", schema)
              .replace("$A", A)
              .replace("$B", B)
              .replace("$R", ROW));
    }
    // The twin stands for what a host has without us: every right that its schema could have given.
    DATABASE.execute(
        "grant all on all tables in schema twin to shop_app;"
            + " grant all on schema twin to shop_app");
  }

  private static String in(String schema, String statement) {
    String text = statement.replace("$T", schema + ".orders").replace("$S", schema);
    for (Map.Entry<String, String> name :
        Map.of("$A", A, "$B", B, "$R", ROW, "$F", FREE).entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return text;
  }

  static Stream<Arguments> attacks() {
    return DataFile.lines("host-attacks.txt")
        .map(line -> line.split(" \\| ", 2))
        .flatMap(
            parts ->
                Stream.of(Claim.values()).map(claim -> Arguments.of(parts[0], parts[1], claim)));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attack_onTheProtectedTable_comesToNothing(String verdict, String statement, Claim claim)
      throws Exception {
    String before = fingerprint("shop");

    String outcome = run(claim.context, in("shop", statement), true);

    // Rights are asked for before rows are, and a truncated tail of rights stays what it is.
    if (claim.verdict == null || verdict.startsWith("42501") || verdict.equals("0A000")) {
      assertThat(outcome).isIn(verdict, claim.verdict == null ? verdict : claim.verdict);
    } else {
      assertThat(outcome).isEqualTo(claim.verdict);
    }
    assertThat(fingerprint("shop")).isEqualTo(before);
  }

  static Stream<Arguments> statements() {
    return DataFile.lines("host-attacks.txt")
        .map(line -> line.split(" \\| ", 2)[1])
        .filter(HostAttackTest::hasAControl)
        .map(Arguments::of);
  }

  /** Who owns a table and what its roles are is no matter of protection. */
  private static boolean hasAControl(String statement) {
    return !statement.matches("(alter table|drop policy|create|call|set role|truncate).*");
  }

  @ParameterizedTest
  @MethodSource("statements")
  void attack_onTheTwin_succeeds(String statement) throws Exception {
    String outcome = run(null, in("twin", statement), false);

    if (statement.contains("$S.lines") && statement.contains("'$B', '$R'")) {
      assertThat(outcome).isEqualTo("23503");
    } else {
      assertThat(outcome).matches("[1-9][0-9]?");
    }
  }

  @Test
  void ownTenant_everyVerb_works() throws Exception {
    String own = TestDatabase.sealed(UUID.fromString(A));
    for (String statement :
        new String[] {
          "select * from $T where id = '$R'",
          "update $T set amount = 99 where id = '$R' returning *",
          "insert into $T (item) values ('new') returning *",
          "insert into $T (id, item) values ('$R', 'x')"
              + " on conflict (tenant_id, id) do update set item = 'x'",
          "merge into $T t using (select '$R'::uuid as r) s on t.id = s.r"
              + " when matched then update set amount = 7",
          "delete from $T where id = '$R'",
          "copy (select * from $T) to stdout",
          "select * from $T for update"
        }) {
      assertThat(run(own, in("shop", statement), false)).as(statement).isEqualTo("1");
    }
  }

  /** How many rows a statement saw or changed, or the SQLSTATE it ended with. */
  private static String run(String context, String statement, boolean keep) throws IOException {
    try (Connection connection = HostSchema.application(DATABASE).getConnection()) {
      connection.setAutoCommit(false);
      try (Statement work = connection.createStatement()) {
        if (context != null) {
          work.execute("select set_config('hermesx.tenant', '" + context + "', true)");
        }
        String outcome = String.valueOf(rows(connection, work, statement));
        if (keep) {
          connection.commit();
        }
        return outcome;
      } catch (SQLException e) {
        return e.getSQLState();
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long rows(Connection connection, Statement work, String statement)
      throws SQLException, IOException {
    if (statement.startsWith("copy")) {
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      return statement.endsWith("from stdin")
          ? copy.copyIn(statement, new StringReader(A + "\tplanted\n"))
          : copy.copyOut(statement, java.io.OutputStream.nullOutputStream());
    }
    boolean result = work.execute(statement);
    if (!result) {
      int changed = work.getUpdateCount();
      return work.getMoreResults() ? count(work) : changed;
    }
    return count(work);
  }

  private static long count(Statement work) throws SQLException {
    long rows = 0;
    while (work.getResultSet().next()) {
      rows++;
    }
    return rows;
  }

  private static String fingerprint(String schema) throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      return session.answerOf(
          "select md5(string_agg(r, ',' order by r)) from (select o::text as r from "
              + schema
              + ".orders o union all select l::text from "
              + schema
              + ".lines l union all select v::text from "
              + schema
              + ".visits v) t");
    }
  }
}
