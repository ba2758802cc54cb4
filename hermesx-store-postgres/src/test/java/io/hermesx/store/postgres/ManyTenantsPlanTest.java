// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** 200 tenants with a million messages: whatever one of them asks for is found by its key. */
class ManyTenantsPlanTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ONE = TenantId.parse("00000000-0000-7000-8000-000000000007");
  private static final SessionId SESSION =
      new SessionId(TenantId.parse("00000000-0000-7000-8000-000000000003").value());

  private static StatementPlans plans;

  @BeforeAll
  static void fill() throws SQLException {
    DATABASE.execute(
        """
        set session_replication_role = replica;
        create temporary table tenants as
          select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as t from generate_series(1, 200) n;
        create temporary table conversations as
          select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as s, n from generate_series(1, 50) n;
        insert into hermesx.sessions (tenant_id, id, owner, title, messages, created_at, updated_at)
          select t, s, 'user:u' || n % 5, 'title', 100, now(), now() from tenants, conversations;
        insert into hermesx.session_messages (tenant_id, session_id, seq, body, written_at)
          select t, s, m, '{}', now() from tenants, conversations, generate_series(1, 100) m;
        analyze hermesx.sessions;
        analyze hermesx.session_messages""");
    plans = new StatementPlans(DATABASE, ONE);
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      assertThat(session.count("select count(*) from hermesx.session_messages"))
          .isEqualTo(1_000_000);
      assertThat(session.count("select count(distinct tenant_id) from hermesx.session_messages"))
          .isEqualTo(200);
    }
  }

  @AfterAll
  static void close() {
    plans.close();
  }

  @Test
  void find_amongThem_isOneProbeOfTheKey() throws SQLException {
    assertThat(plans.of(tx -> tx.sessions().find(SESSION)))
        .containsPattern("sessions_pkey .*\\R.*Index Cond: .*tenant_id = .*id = ");
  }

  @Test
  void list_ofAnOwner_readsItsIndexInOrder() throws SQLException {
    assertThat(plans.of(tx -> tx.sessions().list(Optional.of("user:u1"), Optional.of(SESSION), 50)))
        .containsPattern("sessions_owner .*\\R.*Index Cond: .*tenant_id = .*owner = .*id < ")
        .doesNotContain("Sort");
  }

  @Test
  void messages_ofAConversation_readTheKeyInOrder() throws SQLException {
    assertThat(plans.of(tx -> tx.sessions().messages(SESSION, 10, 50)))
        .containsPattern(
            "session_messages_pkey .*\\R.*Index Cond: .*tenant_id = .*session_id = .*seq > ")
        .doesNotContain("Sort");
  }

  @Test
  void append_toAConversation_findsItByTheKey() throws SQLException {
    assertThat(plans.of(tx -> tx.sessions().append(SESSION, List.of(JsonObject.empty()))))
        .containsPattern("sessions_pkey .*\\R.*Index Cond: .*tenant_id = .*id = ");
  }
}
