// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.core.testkit.StoreSamples.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A single step is one round trip with one Sync message: the context, the statement and the commit.
 * Each is done often enough for the driver to prepare it on the server, which is when it could part
 * the context from the statement.
 */
class SingleStepWireTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final int ROUNDS = 12;

  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private final Map<String, Runnable> steps = new LinkedHashMap<>();
  private WireTap tap;
  private PostgresStore store;
  private TenantStore acme;
  private Instant now;

  @BeforeEach
  void open() {
    TestDatabase database = EmbeddedServer.database();
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    tap = new WireTap(port);
    String url = database.url().replace(":" + port + "/", ":" + tap.port() + "/");
    store = database.builder().url(url + "?sslmode=disable").poolSize(1).build();
    acme = store.forTenant(ACME);
    now = acme.readOnly(TenantTx::now);
  }

  @AfterEach
  void close() {
    store.close();
    tap.close();
  }

  @Test
  void steps_alone_areOneSyncEach() {
    addSessions();
    addTenantAndKeys();
    addReceipts();
    addApprovals();
    addUsageAndBudgets();

    Map<String, String> costs = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      steps.forEach((name, step) -> costs.merge(name, cost(step), SingleStepWireTest::worse));
    }

    System.out.println("syncs of each step alone: " + costs);
    assertThat(costs).hasSize(26).allSatisfy((name, cost) -> assertThat(cost).isEqualTo("1/0"));
  }

  /** Sync messages and messages of the simple protocol, such as BEGIN and COMMIT. */
  private String cost(Runnable step) {
    long syncs = tap.syncs();
    long queries = tap.queries();
    step.run();
    return (tap.syncs() - syncs) + "/" + (tap.queries() - queries);
  }

  private static String worse(String before, String after) {
    return after.equals("1/0") ? before : after;
  }

  private void addSessions() {
    SessionId id = samples.session();
    acme.sessions().create(id, "user:alice", "title");
    List<JsonObject> bodies =
        Collections.nCopies(3, JsonObject.builder().put("text", "x".repeat(2_000)).build());
    steps.put("create", () -> acme.sessions().create(samples.session(), "user:alice", "title"));
    steps.put("append", () -> acme.sessions().append(id, bodies));
    steps.put("messages", () -> acme.sessions().messages(id, 0, 100));
    steps.put("find", () -> acme.sessions().find(id));
    steps.put("list", () -> acme.sessions().list(Optional.of("user:alice"), Optional.of(id), 50));
    steps.put("list all", () -> acme.sessions().list(Optional.empty(), Optional.empty(), 50));
    steps.put("end", () -> acme.sessions().end(samples.session()));
  }

  private void addTenantAndKeys() {
    acme.tenants().create("Acme");
    ApiKey key = acme.apiKeys().create(samples.apiKey("ci", now), sha256("key"));
    Tenant row = acme.tenants().find().orElseThrow();
    steps.put("create tenant", () -> acme.tenants().create("Acme"));
    steps.put("find tenant", () -> acme.tenants().find());
    steps.put("update tenant", () -> acme.tenants().update(row));
    steps.put("find key", () -> acme.apiKeys().find(key.id()));
    steps.put("list keys", () -> acme.apiKeys().list(Optional.empty(), 10));
    steps.put("revoke key", () -> acme.apiKeys().revoke(key.id()));
    Sha256 hash = sha256("key");
    steps.put("present key", () -> store.directory().findApiKey(hash));
    steps.put("lease", () -> store.leases().tryAcquire("chore", "me", Duration.ofSeconds(1)));
  }

  private void addReceipts() {
    ReceiptIntent intent = samples.intent("run", "call", now);
    acme.receipts().open(intent);
    steps.put(
        "open",
        () -> acme.receipts().open(samples.intent("run", samples.session().toString(), now)));
    steps.put("close", () -> acme.receipts().close(samples.result(intent, now)));
    steps.put("find receipt", () -> acme.receipts().find(intent.id()));
    steps.put(
        "find call",
        () -> acme.receipts().findByCall(ReceiptKind.TOOL, intent.run(), intent.call()));
    steps.put("list receipts", () -> acme.receipts().list(Optional.empty(), 10));
  }

  private void addApprovals() {
    Approval approval = samples.approval("run", "call", now);
    acme.approvals().request(approval);
    steps.put("pending", () -> acme.approvals().pending(10));
    steps.put(
        "open approval",
        () -> acme.approvals().findOpen(approval.run(), approval.call(), approval.digest()));
    steps.put("count pending", () -> acme.approvals().countPending());
  }

  private void addUsageAndBudgets() {
    steps.put(
        "usage", () -> acme.usage().append(samples.usage(samples.session().toString(), now, 1)));
    steps.put("totals", () -> acme.usage().totals(now, now.plusSeconds(9), Dimensions.none()));
    steps.put("states", () -> acme.budgets().states(Dimensions.none()));
  }

  @Test
  void steps_thatNeedATransaction_areInOne() {
    long before = tap.syncs();
    acme.apiKeys().list(Optional.empty(), 1);
    assertThat(tap.syncs() - before).isEqualTo(1);

    acme.budgets().reserve(samples.reserve(Amounts.ZERO, now));
    assertThat(tap.syncs() - before).as("and those up to the commit").isGreaterThan(2);
  }

  /** What follows a query of the simple protocol is carried out though that was refused. */
  @Test
  void transaction_anyStatement_isSentInTheExtendedProtocol() {
    long before = tap.queries();

    acme.run(
        tx -> {
          tx.sessions().create(samples.session(), "user:alice", "title");
          tx.sessions().list(Optional.empty(), Optional.empty(), 1);
        });
    acme.readOnly(tx -> tx.sessions().list(Optional.empty(), Optional.empty(), 1));

    assertThat(tap.queries() - before).isZero();
  }
}
