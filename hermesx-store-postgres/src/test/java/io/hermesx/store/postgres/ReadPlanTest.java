// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.session.RunId;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.tool.CallId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the store sends on the path of a call finds its rows by an index, with row-level security in
 * force: the plans are made for the application login, for any value of the parameters.
 */
class ReadPlanTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final Dimensions CALL =
      Dimensions.none().with(Dimension.USER, "u7").with(Dimension.TOOL, "t");
  private static final UUID ID = new UUID(0x7000, 1);

  private static StatementPlans plans;

  @BeforeAll
  static void fill() {
    DATABASE.execute(MigrationFile.resource("many-rows.sql").replace("$TENANT", ACME.toString()));
    plans = new StatementPlans(DATABASE, ACME);
  }

  @AfterAll
  static void close() {
    plans.close();
  }

  @Test
  void budgetStates_thousandsOfBudgets_lookUpTheKeysOfTheCall() throws SQLException {
    String plan = plan(tx -> tx.budgets().states(CALL));

    assertThat(plan)
        .containsPattern("using budgets_only .*\\R.*Index Cond: .*tenant_id = .*only_key = ANY")
        .containsPattern("using budget_counters_current .*\\R.*Index Cond: .*budget_id = ")
        .containsPattern("budget_holds_counter .*\\R.*Index Cond: .*counter_id = .*expires_at <= ");
  }

  @Test
  void reserve_thousandsOfBudgets_readsByIndexOnly() throws SQLException {
    StoreSamples samples = new StoreSamples(TestIds.create());

    assertThat(plan(tx -> tx.budgets().reserve(samples.reserve(Amounts.ZERO, tx.now()))))
        .containsPattern("using budgets_only .*\\R.*Index Cond: .*tenant_id = .*only_key = ANY")
        .containsPattern("reservations_pkey .*\\R.*Index Cond: .*tenant_id = .*id = ");
  }

  @Test
  void settle_thousandsOfHolds_readsThoseOfTheReservation() throws SQLException {
    assertThat(plan(tx -> tx.budgets().settle(new ReservationId(ID), Amounts.ZERO)))
        .containsPattern("budget_holds_pkey .*\\R.*Index Cond: .*reservation_id = ")
        .containsPattern("reservations_pkey .*\\R.*Index Cond: .*tenant_id = .*id = ");
  }

  @Test
  void receipts_byIdByCallAndInPages_areFoundByTheirKeys() throws SQLException {
    RunId run = new RunId("run-7");
    ReceiptId id = new ReceiptId(ID);

    assertThat(plan(tx -> tx.receipts().find(id)))
        .containsPattern("receipt_intents_pkey .*\\R.*Index Cond: .*tenant_id = .*id = ")
        .containsPattern("receipt_finals_pkey .*\\R.*Index Cond: .*tenant_id = .*id = ");
    assertThat(plan(tx -> tx.receipts().findByCall(ReceiptKind.TOOL, run, new CallId("call-70"))))
        .containsPattern("Index Cond: .*kind = .*run_id = .*call_id = ");
    assertThat(plan(tx -> tx.receipts().list(Optional.of(id), 20)))
        .containsPattern("Scan Backward using receipt_intents_pkey .*\\R.*Index Cond: .*id < ")
        .doesNotContain("Sort");
  }

  @Test
  void approvals_openPendingAndInPages_areFoundByTheirKeys() throws SQLException {
    assertThat(
            plan(
                tx ->
                    tx.approvals()
                        .findOpen(
                            new RunId("run-7"), new CallId("call-7"), StoreSamples.sha256("x"))))
        .containsPattern("approvals_open .*\\R.*Index Cond: .*run_id = .*call_id = ");
    assertThat(plan(tx -> tx.approvals().pending(20)))
        .containsPattern("using approvals_pending .*\\R.*Index Cond: .*tenant_id = ")
        .doesNotContain("Sort");
    assertThat(plan(tx -> tx.approvals().list(Optional.of(new ApprovalId(ID)), 20)))
        .containsPattern("Scan Backward using approvals_pkey .*\\R.*Index Cond: .*id < ")
        .doesNotContain("Sort");
  }

  @Test
  void usage_ofAWindow_isFoundByTime() throws SQLException {
    Duration hour = Duration.ofHours(1);

    assertThat(plan(tx -> tx.usage().totals(tx.now(), tx.now().plus(hour), CALL)))
        .containsPattern("usage_events_time.*\\R.*Index Cond: .*occurred_at >= .*occurred_at < ");
    assertThat(plan(tx -> tx.usage().list(tx.now(), tx.now().plus(hour), 20)))
        .containsPattern("usage_events_time.*\\R.*Index Cond: .*occurred_at >= .*occurred_at < ")
        .doesNotContain("Sort");
  }

  @Test
  void sessions_ofAnOwnerOfAllAndTheirMessages_areFoundByTheirKeys() throws SQLException {
    SessionId id = new SessionId(ID);

    assertThat(plan(tx -> tx.sessions().list(Optional.of("user:u7"), Optional.of(id), 20)))
        .containsPattern("using sessions_owner .*\\R.*Index Cond: .*owner = .*id < ")
        .doesNotContain("Sort");
    assertThat(plan(tx -> tx.sessions().list(Optional.empty(), Optional.of(id), 20)))
        .containsPattern("Scan Backward using sessions_pkey .*\\R.*Index Cond: .*id < ")
        .doesNotContain("Sort");
    assertThat(plan(tx -> tx.sessions().messages(id, 2, 20)))
        .containsPattern("session_messages_pkey .*\\R.*Index Cond: .*session_id = .*seq > ")
        .doesNotContain("Sort");
  }

  @Test
  void apiKeysAndRepeatableWrites_areFoundByTheirKeys() throws SQLException {
    IdempotencyKey key = new IdempotencyKey("user:u7", "key-7");

    assertThat(plan(tx -> tx.apiKeys().list(Optional.of(new ApiKeyId(ID)), 20)))
        .containsPattern("Scan Backward using api_keys_pkey .*\\R.*Index Cond: .*id < ")
        .doesNotContain("Sort");
    assertThat(plan(tx -> tx.idempotency().claim(key, StoreSamples.sha256("x"))))
        .containsPattern("idempotency_keys_pkey .*\\R.*Index Cond: .*scope = .*key = ");
  }

  private static String plan(Consumer<TenantTx> work) throws SQLException {
    return plans.of(work);
  }
}
