// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.TenantStatus;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Every step of a store at least once, in the name of a tenant, with a mark in every text that is
 * written.
 */
final class StoreTour {

  /** Stands in what is written, and in no statement. */
  static final String MARK = "zq7mark";

  static final TenantId TENANT = TenantId.named(MARK);

  private static final Dimensions WHO = Dimensions.none().with(Dimension.USER, MARK);

  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private final TestIds ids = TestIds.stream(7);
  private final TestDatabase database;
  private final PostgresStore store;
  private final DataSource hosts;
  private final TenantStore tenant;

  /**
   * A tour.
   *
   * @param database whose clock stands
   * @param hosts gives the connection of a transaction to join
   */
  StoreTour(TestDatabase database, PostgresStore store, DataSource hosts) {
    this.hosts = hosts;
    this.database = database;
    this.store = store;
    this.tenant = store.forTenant(TENANT);
  }

  void run() {
    tenant.readOnly(TenantTx::now);
    tenant.run(this::tenants);
    tenant.run(this::apiKeys);
    tenant.run(this::sessions);
    tenant.run(this::sandboxPolicies);
    tenant.run(this::receipts);
    tenant.run(this::approvals);
    tenant.run(this::usage);
    tenant.run(this::idempotency);
    tenant.run(this::idempotency);
    budgets();
    directory();
    audit();
    sweeps();
    joined();
  }

  private void joined() {
    try (Connection connection = hosts.getConnection()) {
      connection.setAutoCommit(false);
      store.join(TENANT, connection).run(tx -> tx.tenants().find());
      PreparedEvent event = new PreparedEvent(TENANT, ids.next(), MARK.getBytes(UTF_8));
      store.join(TENANT, connection).run(tx -> tx.audit().stage(event));
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void tenants(TenantTx tx) {
    tx.tenants().create(MARK + " & Sons");
    tx.tenants().find();
    tx.tenants()
        .update(new Tenant(tx.tenant(), MARK + " Ltd", TenantStatus.ACTIVE, 1, tx.now(), tx.now()));
  }

  private void apiKeys(TenantTx tx) {
    ApiKey key = samples.apiKey(MARK, tx.now());
    tx.apiKeys().create(key, StoreSamples.sha256(MARK));
    tx.apiKeys().find(key.id());
    tx.apiKeys().list(Optional.of(key.id()), 10);
    tx.apiKeys().revoke(key.id());
  }

  private void sessions(TenantTx tx) {
    SessionId id = samples.session();
    JsonObject body = JsonObject.builder().put(MARK, MARK + " says 4111 1111").build();
    tx.sessions().create(id, "user:" + MARK, "about " + MARK);
    tx.sessions().find(id);
    tx.sessions().append(id, List.of(body, body));
    tx.sessions().messages(id, 0, 10);
    tx.sessions().list(Optional.of("user:" + MARK), Optional.of(id), 10);
    tx.sessions().end(id);
  }

  private void sandboxPolicies(TenantTx tx) {
    SandboxPolicy policy =
        new SandboxPolicy(true, SandboxLimits.STANDARD, Optional.of(Set.of(MARK)), false, Set.of());
    tx.sandboxPolicies().create(policy);
    tx.sandboxPolicies().find();
    tx.sandboxPolicies().replace(policy, 1);
    tx.sandboxPolicies().remove(2);
  }

  private void receipts(TenantTx tx) {
    ReceiptIntent intent = samples.intent(MARK + "-run", MARK + "-call", tx.now());
    tx.receipts().open(intent);
    tx.receipts().open(intent);
    tx.receipts().close(samples.result(intent, tx.now()));
    tx.receipts().find(intent.id());
    tx.receipts().findByCall(ReceiptKind.TOOL, intent.run(), intent.call());
    tx.receipts().list(Optional.of(intent.id()), 10);
  }

  private void approvals(TenantTx tx) {
    Approval approval = samples.approval(MARK + "-run", MARK + "-call", tx.now());
    tx.approvals().request(approval);
    tx.approvals().find(approval.id());
    tx.approvals().findOpen(approval.run(), approval.call(), approval.digest());
    tx.approvals().countPending();
    tx.approvals().pending(10);
    tx.approvals().list(Optional.of(approval.id()), 10);
    tx.approvals().decide(approval.id(), StoreSamples.yes(tx.now()));
    tx.approvals().consume(approval.id(), StoreSamples.useOf(approval));
    tx.approvals().consume(approval.id(), StoreSamples.useOf(approval));
  }

  private void usage(TenantTx tx) {
    tx.usage().append(samples.usage(MARK, tx.now(), 1));
    tx.usage().totals(tx.now().minusSeconds(60), tx.now().plusSeconds(60), WHO);
    tx.usage().list(tx.now().minusSeconds(60), tx.now().plusSeconds(60), 10);
  }

  private void idempotency(TenantTx tx) {
    IdempotencyKey key = StoreSamples.idempotencyKey(MARK + "-key");
    if (tx.idempotency().claim(key, StoreSamples.sha256(MARK)).isEmpty()) {
      tx.idempotency().answer(key, "{\"" + MARK + "\":1}");
    }
  }

  private void budgets() {
    tenant.run(tx -> tx.budgets().define(budget(1_000)));
    tenant.run(tx -> tx.budgets().define(budget(2_000)));
    tenant.run(this::holds);
    database.advance(Duration.ofHours(2));
    tenant.run(tx -> tx.budgets().reserve(hold(tx)));
    tenant.run(tx -> tx.budgets().states(WHO));
  }

  private void holds(TenantTx tx) {
    ReserveRequest hold = hold(tx);
    tx.budgets().reserve(hold);
    tx.budgets().reserve(hold);
    tx.budgets().extend(hold.id(), new Amounts(1, 1, 1), hold.expiresAt().plusSeconds(60));
    tx.budgets().settle(hold.id(), new Amounts(3, 3, 1));
    tx.budgets().reserve(hold(tx));
  }

  private ReserveRequest hold(TenantTx tx) {
    return new ReserveRequest(
        new ReservationId(ids.next()), WHO, new Amounts(5, 5, 1), tx.now().plusSeconds(600));
  }

  private static Budget budget(long limit) {
    return new Budget(
        MARK + "-hour", BudgetUnit.NANO_USD, limit, BudgetPeriod.HOUR, ZoneOffset.UTC, WHO);
  }

  private void directory() {
    store.directory().findApiKey(StoreSamples.sha256(MARK));
    PreparedEvent look = new PreparedEvent(TENANT, ids.next(), MARK.getBytes(UTF_8));
    store.directory().tenants(look, Optional.of(TENANT), 10);
    store.leases().tryAcquire(MARK + "-lease", MARK + "-owner", Duration.ofSeconds(30));
  }

  private void audit() {
    UUID id = ids.next();
    byte[] octets = MARK.getBytes(UTF_8);
    List<EventBody> bodies = List.of(new EventBody(id, "/" + MARK, octets));
    tenant.run(tx -> tx.audit().stage(new PreparedEvent(TENANT, ids.next(), octets)));
    PreparedEvent event = new PreparedEvent(TENANT, id, octets, bodies);
    tenant.run(tx -> tx.audit().stage(event));
    store.auditLog().stagedTenants(10);
    store.auditLog().staged(TENANT, 10);
    byte[] header = (MARK + " header").getBytes(UTF_8);
    AuditEntry entry = new AuditEntry(0, event.id(), header, Sha256.raw(header));
    AuditHead head =
        new AuditHead(
            MARK + "/origin",
            1,
            entry.leaf(),
            MerkleFrontier.EMPTY.append(entry.leaf()),
            tenant.readOnly(TenantTx::now));
    List<AuditNode> nodes = List.of(new AuditNode(1, 0, entry.leaf()));
    store
        .auditLog()
        .append(List.of(new AuditAppend(TENANT, 0, List.of(entry), nodes, List.of(), head)));
    store.auditLog().head(TENANT);
    store.auditLog().read(TENANT, 0, 10);
    store.auditLog().find(TENANT, event.id());
    store.auditLog().hashes(TENANT, 0, 0, 10);
    store.auditLog().hashes(TENANT, 1, 0, 10);
    store.auditLog().bodies(TENANT, List.of(event.id()));
    checkpoints(store.auditLog().checkpoints());
    tenant.run(tx -> tx.audit().stage(event));
    store.auditLog().staged(TENANT, 10);
  }

  private void checkpoints(CheckpointLog checkpoints) {
    byte[] secret = (MARK + " note").getBytes(UTF_8);
    checkpoints.behind(10);
    checkpoints.keep(Map.of(TENANT, new AuditCheckpoint(1, secret, Keep.ALWAYS)));
    checkpoints.latest(TENANT);
    checkpoints.read(TENANT, 0, 10);
    checkpoints.anchored(TENANT, new AuditAnchor(1, MARK + "-anchor", secret), secret);
    checkpoints.anchors(TENANT, 0, 10);
  }

  private void sweeps() {
    database.advance(Duration.ofHours(50));
    store.sweeps().forEach(Sweep::run);
    tenant.run(tx -> tx.budgets().remove(MARK + "-hour"));
  }
}
