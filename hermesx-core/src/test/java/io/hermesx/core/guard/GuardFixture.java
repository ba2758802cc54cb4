// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimensions;
import io.hermesx.core.access.Scope;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.policy.PolicyDecisionPoint;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.pricing.ModelPrice;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.session.RunId;
import io.hermesx.core.store.TransactionalUsageRecorder;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolHandler;
import io.hermesx.core.tool.ToolResult;
import io.hermesx.core.usage.UsageTotals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A guard in memory on a clock that stands still, with a tool that counts how often it ran. */
final class GuardFixture implements AutoCloseable {

  static final TenantId ACME = TenantId.named("acme");
  static final TenantId GLOBEX = TenantId.named("globex");
  static final long TOOL_PRICE = 1_000_000;
  static final String MODEL = "large";
  static final String SMALL_MODEL = "small";

  final MutableClock clock = MutableClock.create();
  final AtomicInteger ran = new AtomicInteger();
  final AtomicReference<ToolHandler> behaviour =
      new AtomicReference<>(call -> ToolResult.of("done"));
  final AtomicReference<PolicyDecision> verdict =
      new AtomicReference<>(decision(PolicyEffect.ALLOW, "policy-1"));
  final HostTool refund = refundTool("Pays money back.");
  final AgentGuardBuilder builder;
  final FaultyStore store;
  AgentGuard guard;

  private GuardFixture() {
    PolicyDecisionPoint policy = request -> verdict.get();
    builder = AgentGuardBuilder.inMemory(policy, clock);
    store = new FaultyStore(builder.build().store());
    builder
        .store(store)
        .usage(new TransactionalUsageRecorder(store))
        .prices(prices())
        .ids(TestIds.create());
    guard = builder.build();
  }

  static GuardFixture create() {
    return new GuardFixture();
  }

  /** Builds the guard again after the builder was changed. */
  GuardFixture rebuilt() {
    guard = builder.build();
    return this;
  }

  HostTool refundTool(String description) {
    ToolDefinition definition =
        ToolDefinition.builder("refund")
            .description(description)
            .effect(ToolEffect.SIDE_EFFECT)
            .inputSchema(
                """
                {"type":"object","required":["order","amount"],"properties":{
                  "order":{"type":"string","maxLength":40},
                  "amount":{"type":"integer","minimum":1}}}""")
            .build();
    return new HostTool(
        definition,
        call -> {
          ran.incrementAndGet();
          return behaviour.get().call(call);
        });
  }

  static PriceBook prices() {
    return PriceBook.of(
        "prices-1",
        Map.of(
            MODEL, new ModelPrice(3_000_000_000L, 300_000_000L, 15_000_000_000L),
            SMALL_MODEL, new ModelPrice(100_000_000L, 10_000_000L, 400_000_000L)),
        Map.of("refund", TOOL_PRICE));
  }

  static PolicyDecision decision(PolicyEffect effect, String version) {
    return new PolicyDecision(effect, false, "rule-1", "because the test says so", version);
  }

  void policySays(PolicyEffect effect) {
    verdict.set(decision(effect, verdict.get().version()));
  }

  static Principal alice() {
    return Principal.user("alice", Scope.TOOLS_INVOKE, Scope.MODELS_CHAT, Scope.APPROVALS_DECIDE);
  }

  static Principal bob() {
    return Principal.user("bob", Scope.TOOLS_INVOKE, Scope.MODELS_CHAT, Scope.APPROVALS_DECIDE);
  }

  static GuardContext as(Principal principal) {
    return GuardContext.of(ACME, principal, "run-1");
  }

  static ToolCall call(String id) {
    return call(id, 10);
  }

  static ToolCall call(String id, long amount) {
    return ToolCall.of(
        id, "refund", JsonObject.builder().put("order", "o-1").put("amount", amount).build());
  }

  ToolOutcome invoke(String id) {
    return guard.invoke(as(alice()), call(id), refund);
  }

  ApprovalId suspended(String id) {
    return ((ToolOutcome.Suspended) invoke(id)).approval();
  }

  static DenialCode denialCode(ToolOutcome outcome) {
    return ((ToolOutcome.Denied) outcome).denial().code();
  }

  void budget(long nanoUsd) {
    store
        .forTenant(ACME)
        .tx(
            tx -> {
              tx.budgets().define(Budget.usd("all", nanoUsd, BudgetPeriod.TOTAL));
              return tx.tenant();
            });
  }

  BudgetState budgetState() {
    return store.forTenant(ACME).readOnly(tx -> tx.budgets().states(Dimensions.none())).get(0);
  }

  Optional<Receipt> receipt(String call) {
    return store
        .forTenant(ACME)
        .readOnly(
            tx -> tx.receipts().findByCall(ReceiptKind.TOOL, new RunId("run-1"), new CallId(call)));
  }

  UsageTotals usage() {
    return store
        .forTenant(ACME)
        .readOnly(tx -> tx.usage().totals(Instant.MIN, Instant.MAX, Dimensions.none()));
  }

  /** Returns the headers of the audit log of a tenant, in order. */
  List<JsonObject> audit(TenantId tenant) {
    guard.audit().sequence();
    List<JsonObject> headers = new ArrayList<>();
    for (AuditEntry entry : store.auditLog().read(tenant, 0, 10_000)) {
      headers.add(JsonObject.parseObject(new String(entry.header(), StandardCharsets.UTF_8)));
    }
    return headers;
  }

  List<String> auditTypes() {
    return audit(ACME).stream().map(header -> header.string("type")).toList();
  }

  /** Returns the code of the last denial on record. */
  String lastDenialOnRecord(TenantId tenant) {
    List<JsonObject> headers = audit(tenant);
    return headers.get(headers.size() - 1).string("code");
  }

  @Override
  public void close() {
    guard.close();
  }
}
