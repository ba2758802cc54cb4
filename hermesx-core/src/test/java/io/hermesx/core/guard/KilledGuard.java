// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A process that makes one guarded call and stops at a stage, to be killed there. It ends by itself
 * when its parent is gone.
 */
final class KilledGuard {

  private static final int PARENT_GONE = 3;

  private KilledGuard() {}

  /**
   * Runs it.
   *
   * @param args the marker file that the tool writes to, and the stage to stop at, or {@code NONE}
   */
  public static void main(String[] args) {
    Path marker = Path.of(args[0]);
    PrintStream parent = System.out;
    AgentGuardBuilder builder =
        AgentGuardBuilder.inMemory(
                request -> new PolicyDecision(PolicyEffect.ALLOW, false, "rule-1", "test", "v1"))
            .probe(
                stage -> {
                  if (stage.name().equals(args[1])) {
                    stopAt(stage, parent);
                  }
                });
    try (AgentGuard guard = builder.build()) {
      GuardContext context =
          GuardContext.of(
              TenantId.named("acme"), Principal.user("alice", Scope.TOOLS_INVOKE), "run-1");
      ToolOutcome outcome =
          guard.invoke(context, ToolCall.of("c-1", "mark", "{}"), markingTool(marker));
      parent.println("ENDED " + outcome.getClass().getSimpleName());
    }
  }

  private static HostTool markingTool(Path marker) {
    ToolDefinition definition =
        ToolDefinition.builder("mark").description("Leaves a mark.").noArguments().build();
    return new HostTool(definition, call -> mark(marker, call));
  }

  private static ToolResult mark(Path marker, ToolInvocation call) throws IOException {
    Files.writeString(
        marker, call.call() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return ToolResult.of("marked");
  }

  private static void stopAt(Stage stage, PrintStream parent) {
    parent.println("AT " + stage);
    parent.flush();
    try {
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      parent.println("LOST " + e.getClass().getName());
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }
}
