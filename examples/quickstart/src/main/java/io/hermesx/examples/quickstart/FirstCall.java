// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.quickstart;

import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.policy.Argument;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;

/** The first guarded call: a tool, a policy, a caller, an outcome. */
public final class FirstCall {

  public static void main(String[] args) {
    var definition =
        ToolDefinition.builder("refund")
            .description("Pays money back, in US dollars.")
            .inputSchema(
                """
                {"type": "object", "required": ["usd"], "properties": {"usd": {"type": "number"}}}""")
            .build();
    var refund =
        new HostTool(
            definition, call -> ToolResult.of("refunded " + call.arguments().number("usd")));
    // snippet: first-call
    var policy =
        RulePolicy.of(
            Rule.requireApproval("large").tool("refund").when(Argument.at("/usd").greaterThan(100)),
            Rule.allow("refunds").tool("refund"));
    var alice = Principal.user("alice", Scope.TOOLS_INVOKE);
    var context = GuardContext.of(TenantId.named("acme"), alice, "run-1");
    try (AgentGuard guard = AgentGuard.inMemory(policy)) {
      ToolOutcome outcome =
          guard.invoke(context, ToolCall.of("call-1", "refund", "{\"usd\": 40}"), refund);
      System.out.println(outcome.forModel());
    }
    // end
  }
}
