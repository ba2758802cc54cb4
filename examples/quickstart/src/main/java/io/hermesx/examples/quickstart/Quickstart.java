// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.quickstart;

import static io.hermesx.core.Dimension.TOOL;
import static io.hermesx.core.tool.ToolEffect.PURE;
import static io.hermesx.core.tool.ToolEffect.SIDE_EFFECT;

import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.AgentGuardBuilder;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.guard.ToolOutcome.Suspended;
import io.hermesx.core.policy.Argument;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/** One tenant, one agent, no server: every answer that a guarded call can get, a line for each. */
public final class Quickstart {

  private static final String ARGUMENTS =
      "{\"type\": \"object\", \"properties\": {\"usd\": {\"type\": \"number\"}}}";

  /** Lets an agent make the calls of one run, and prints what came of each. */
  public static void main(String[] args) {
    var acme = TenantId.named("acme");
    var alice = GuardContext.of(acme, Principal.user("alice", Scope.TOOLS_INVOKE), "run-1");
    var bob = GuardContext.of(acme, Principal.user("bob", Scope.APPROVALS_DECIDE), "desk-1");
    var policy =
        RulePolicy.of(
            Rule.allow("support").tool("orders.find", "refund", "mail.send", "credit.check"),
            Rule.requireApproval("large").tool("refund").when(Argument.at("/usd").greaterThan(100)),
            Rule.deny("no-exports").tool("customers.export"));
    var tools =
        ToolCatalog.of(
            tool("orders.find", PURE, "order 4711 was shipped on Tuesday"),
            tool("customers.export", PURE, "all customers, with their addresses"),
            tool("refund", SIDE_EFFECT, "250 USD were paid back"),
            tool("mail.send", SIDE_EFFECT, "the mail is on its way"),
            tool("credit.check", PURE, "creditworthy"));
    var mails =
        RateLimit.requests("a-mail-an-hour", 1, Duration.ofHours(1)).only(TOOL, "mail.send");
    var limiter = MemoryRateLimiter.of(mails);
    var prices = PriceBook.of("2026-11", Map.of(), Map.of("credit.check", 300_000_000L));
    var budget = Budget.usd("half-a-dollar-a-day", 500_000_000, BudgetPeriod.DAY);
    var builder = AgentGuardBuilder.inMemory(policy).tools(tools).rateLimiter(limiter);

    try (AgentGuard guard = builder.prices(prices).build()) {
      guard.store().forTenant(acme).run(tx -> tx.budgets().define(budget));
      ask(guard, alice, ToolCall.of("call-1", "orders.find", "{}"));
      ask(guard, alice, ToolCall.of("call-2", "customers.export", "{}"));
      var refund = ToolCall.of("call-3", "refund", "{\"usd\": 250}");
      if (ask(guard, alice, refund) instanceof Suspended waiting) {
        guard.approve(bob, waiting.approval());
        print("approved", refund.tool(), "by somebody else, bob");
        show(refund, guard.resume(alice, refund, waiting.approval()));
      }
      ask(guard, alice, ToolCall.of("call-4", "mail.send", "{}"));
      ask(guard, alice, ToolCall.of("call-5", "mail.send", "{}"));
      ask(guard, alice, ToolCall.of("call-6", "credit.check", "{}"));
      ask(guard, alice, ToolCall.of("call-7", "credit.check", "{}"));
      for (int again = 1; again <= 5; again++) {
        guard.invoke(alice, ToolCall.of("again-" + again, "orders.find", "{}"));
      }
      ask(guard, alice, ToolCall.of("again-6", "orders.find", "{}"));
      var proof = guard.audit().verify(acme);
      print("verified", "audit trail", proof.events() + " events, intact: " + proof.intact());
    }
  }

  private static Tool tool(String name, ToolEffect effect, String answer) {
    var definition = ToolDefinition.builder(name).description("An example.").inputSchema(ARGUMENTS);
    return new HostTool(definition.effect(effect).build(), call -> ToolResult.of(answer));
  }

  private static ToolOutcome ask(AgentGuard guard, GuardContext who, ToolCall call) {
    return show(call, guard.invoke(who, call));
  }

  private static ToolOutcome show(ToolCall call, ToolOutcome outcome) {
    outcome.map(
        done -> print("executed", call.tool(), done.result().content()),
        denied -> print(denied.denial().code().wireName(), call.tool(), denied.denial().reason()),
        waiting -> print("suspended", call.tool(), "until a person agrees"),
        unknown -> print("indeterminate", call.tool(), "see receipt " + unknown.receipt()));
    return outcome;
  }

  private static PrintStream print(String verdict, String what, String detail) {
    return System.out.printf("%-15s%-18s%s%n", verdict, what, detail);
  }
}
