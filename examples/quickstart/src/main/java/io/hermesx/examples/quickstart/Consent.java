// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.quickstart;

import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCall;

/** How a call that waits for a person goes on. */
final class Consent {

  private Consent() {}

  /** Makes a call, lets an approver agree if it waits, and makes it again. */
  static ToolOutcome ask(
      AgentGuard guard, GuardContext context, GuardContext approver, ToolCall call, Tool tool) {
    // snippet: consent
    ToolOutcome outcome = guard.invoke(context, call, tool);
    if (outcome instanceof ToolOutcome.Suspended waiting) {
      guard.approve(approver, waiting.approval());
      outcome = guard.resume(context, call, tool, waiting.approval());
    }
    // end
    return outcome;
  }
}
