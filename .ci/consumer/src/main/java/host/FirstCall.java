// SPDX-License-Identifier: Apache-2.0

package host;

import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;

/** One call that the guard lets through and one that it stops: with other versions of what HermesX needs, too. */
public final class FirstCall {

  private static final String ARGUMENTS =
      """
      {"type": "object", "required": ["usd", "due"],
       "properties": {"usd": {"type": "number", "maximum": 100}, "due": {"type": "string", "format": "date-time"}}}
      """;

  private FirstCall() {}

  public static void main(String[] args) {
    var refund =
        new HostTool(
            ToolDefinition.builder("refund")
                .description("Pays money back.")
                .inputSchema(ARGUMENTS)
                .build(),
            call -> ToolResult.of("refunded"));
    var context =
        GuardContext.of(
            TenantId.named("acme"), Principal.user("alice", Scope.TOOLS_INVOKE), "run-1");
    try (AgentGuard guard = AgentGuard.inMemory(RulePolicy.of(Rule.allow("refunds").tool("refund")))) {
      var allowed = ToolCall.of("call-1", "refund", "{\"usd\": 40, \"due\": \"2026-11-20T10:00:00Z\"}");
      var invalid = ToolCall.of("call-2", "refund", "{\"usd\": 400, \"due\": \"tomorrow\"}");
      expect(ToolOutcome.Executed.class, guard.invoke(context, allowed, refund));
      expect(ToolOutcome.Denied.class, guard.invoke(context, invalid, refund));
    }
  }

  private static void expect(Class<? extends ToolOutcome> expected, ToolOutcome outcome) {
    System.out.println("host: " + outcome.forModel());
    if (!expected.isInstance(outcome)) {
      throw new IllegalStateException("expected " + expected.getSimpleName() + ", got " + outcome);
    }
  }
}
