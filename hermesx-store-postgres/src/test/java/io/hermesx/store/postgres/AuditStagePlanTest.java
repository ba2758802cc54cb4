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
    assertThat(plan(AuditStage.INSERT)).doesNotContain("Join");
  }

  @Test
  void staging_byAJoin_wouldReadTheWholeLog() throws SQLException {
    String join =
        AuditStage.INSERT.replaceAll(
            "(?s)where \\(select true (.*?)\\) is null", "where not exists (select $1)");
    assertThat(plan(join)).contains("Join").contains("Index Cond: (tenant_id = $4)");
  }

  private static String plan(String sql) throws SQLException {
    String text = sql;
    for (int i = 1; text.contains("?"); i++) {
      text = text.replaceFirst("\\?", "\\$" + i);
    }
    try (Session session =
        Session.begin(DATABASE.application(), TestDatabase.sealed(LARGE.value()))) {
      session.attempt("set local plan_cache_mode = force_generic_plan");
      session.attempt("prepare staging (uuid, uuid[], bytea[], uuid) as " + text);
      return session.linesOf(
          "explain execute staging ('"
              + LARGE
              + "', array[gen_random_uuid()], array['x'::bytea], '"
              + LARGE
              + "')");
    }
  }
}
