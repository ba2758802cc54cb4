// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.tenant.TenantId;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Staging for a tenant with a large log, among many with a small one, reads none of it. */
class AuditStagePlanTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId LARGE = TenantId.named("large");

  @BeforeAll
  static void fill() {
    DATABASE.execute(
        "insert into hermesx.audit_events select gen_random_uuid(), 0, gen_random_uuid(), 'x',"
            + " sha256('x') from generate_series(1, 10000); insert into hermesx.audit_events select '"
            + LARGE
            + "', n, gen_random_uuid(), 'x', sha256('x') from generate_series(1, 20000) n;"
            + " analyze hermesx.audit_events");
  }

  @Test
  void staging_plannedForATenantOfUsualSize_looksEachEventUp() throws SQLException {
    assertThat(plan(StageInsert.NEW.sql())).doesNotContain("Join");
  }

  @Test
  void staging_byAJoin_wouldReadTheWholeLog() throws SQLException {
    String join =
        StageInsert.NEW
            .sql()
            .replaceAll(
                "(?s)where \\(select true (.*?)\\) is null", "where not exists (select $1)");
    assertThat(plan(join)).contains("Join").contains("Index Cond: (tenant_id = $4)");
  }

  @Test
  void staging_oneEvent_isPlannedOnceForAll() throws SQLException {
    assertThat(plansOf(StageInsert.ONE, "'%s', gen_random_uuid(), 'x'"))
        .isEqualTo("5 custom, 3 generic");
    assertThat(
            plansOf(StageInsert.NEW, "'%s', array[gen_random_uuid()], array['x'::bytea], '%1$s'"))
        .as("what it is instead of")
        .isEqualTo("8 custom, 0 generic");
  }

  private static String plansOf(StageInsert insert, String values) throws SQLException {
    String types = insert == StageInsert.ONE ? "uuid, uuid, bytea" : "uuid, uuid[], bytea[], uuid";
    try (Session session =
        Session.begin(DATABASE.application(), TestDatabase.sealed(LARGE.value()))) {
      session.attempt("prepare staging (" + types + ") as " + numbered(insert.sql()));
      for (int i = 0; i < 8; i++) {
        session.attempt("execute staging (" + values.formatted(LARGE) + ")");
      }
      return session.answerOf(
          "select custom_plans || ' custom, ' || generic_plans || ' generic'"
              + " from pg_prepared_statements where name = 'staging'");
    }
  }

  private static String numbered(String sql) {
    String text = sql;
    for (int i = 1; text.contains("?"); i++) {
      text = text.replaceFirst("\\?", "\\$" + i);
    }
    return text;
  }

  private static String plan(String sql) throws SQLException {
    try (Session session =
        Session.begin(DATABASE.application(), TestDatabase.sealed(LARGE.value()))) {
      session.attempt("set local plan_cache_mode = force_generic_plan");
      session.attempt("prepare staging (uuid, uuid[], bytea[], uuid) as " + numbered(sql));
      return session.linesOf(
          "explain execute staging ('"
              + LARGE
              + "', array[gen_random_uuid()], array['x'::bytea], '"
              + LARGE
              + "')");
    }
  }
}
