// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What not even the application login with its own tenant can do to records, nor the owner of the
 * tables who works like it.
 */
class RecordRightsTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");

  @BeforeAll
  static void record() {
    StoreSamples samples = new StoreSamples(TestIds.create());
    try (PostgresStore store = DATABASE.store()) {
      store
          .forTenant(ACME)
          .run(
              tx -> {
                ReceiptIntent intent = samples.intent("run", "call", tx.now());
                tx.receipts().open(intent);
                tx.receipts().close(samples.result(intent, tx.now()));
                tx.usage().append(samples.usage("call", tx.now(), 3));
                Approval pending = samples.approval("run", "pending", tx.now());
                Approval denied = samples.approval("run", "denied", tx.now());
                tx.approvals().request(pending);
                tx.approvals().request(denied);
                tx.approvals().decide(denied.id(), StoreSamples.no(tx.now()));
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update hermesx.receipt_intents set actor = 'user:mallory'",
        "delete from hermesx.receipt_intents",
        "truncate hermesx.receipt_intents cascade",
        "update hermesx.receipt_finals set output = ''",
        "delete from hermesx.receipt_finals",
        "truncate hermesx.receipt_finals",
        "update hermesx.usage_events set nano_usd = 0",
        "delete from hermesx.usage_events",
        "truncate hermesx.usage_events",
        "delete from hermesx.approvals",
        "truncate hermesx.approvals",
        "update hermesx.approvals set arguments = '{}'",
        "update hermesx.approvals set digest = sha256('x')",
        "update hermesx.approvals set expires_at = now() + interval '1 year'",
        "update hermesx.approvals set requester_id = 'somebody-else'",
        "update hermesx.approvals set policy_version = 'x'"
      })
  void application_whateverWouldChangeARecord_isRefused(String sql) throws SQLException {
    assertThat(stateOf(DATABASE.application(), sql)).isEqualTo("42501");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update hermesx.receipt_intents set actor = 'user:mallory'",
        "delete from hermesx.receipt_finals",
        "truncate hermesx.usage_events"
      })
  void owner_whateverWouldChangeARecord_isRefusedByTheTrigger(String sql) throws SQLException {
    assertThat(stateOf(DATABASE.migrator(), "set role hermesx_owner; " + sql)).isEqualTo("HX002");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update hermesx.approvals set state = 'CONSUMED' where state = 'PENDING'",
        "update hermesx.approvals set state = 'APPROVED', approved = true where state = 'DENIED'",
        "update hermesx.approvals set state = 'PENDING' where state = 'DENIED'"
      })
  void application_approvalBackwardsOrPastADecision_isRefused(String sql) throws SQLException {
    assertThat(stateOf(DATABASE.application(), sql)).isEqualTo("HX002");
  }

  @Test
  void application_decidingForTheRequester_isRefusedByTheTable() throws SQLException {
    String decide =
        "update hermesx.approvals set state = 'APPROVED', approved = true, decided_at = now(),"
            + " approver_roles = '{}', approver_scopes = '{}', approver_kind = '%s', approver_id ="
            + " '%s' where state = 'PENDING'";

    assertThat(stateOf(DATABASE.application(), decide.formatted("USER", "alice")))
        .isEqualTo("23514");
    assertThat(stateOf(DATABASE.application(), decide.formatted("AGENT", "other")))
        .isEqualTo("23514");
    assertThat(stateOf(DATABASE.application(), decide.formatted("USER", "bob"))).isEqualTo("none");
  }

  @Test
  void sweepQuestion_asTheApplication_tellsIdsOnly() throws SQLException {
    String question = "select * from hermesx.reservations_ended(now(), 1000)";
    assertThat(stateOf(DATABASE.application(), question)).isEqualTo("HX005");
    try (Session system =
        Session.begin(DATABASE.application(), EmbeddedServer.contextKey().sealSystem())) {
      assertThat(system.errorOf(question)).isEqualTo("none");
    }
    assertThat(stateOf(DATABASE.application(), "set role hermesx_definer")).isEqualTo("42501");
  }

  /** Returns the state of the error that the statement ends in; nothing is kept. */
  private static String stateOf(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "select set_config('hermesx.tenant', '" + TestDatabase.sealed(ACME.value()) + "', true)");
      try {
        statement.execute(sql);
        return "none";
      } catch (SQLException e) {
        return e.getSQLState();
      } finally {
        connection.rollback();
      }
    }
  }
}
