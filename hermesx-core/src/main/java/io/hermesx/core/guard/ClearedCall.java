// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolDefinition;
import java.util.Optional;
import java.util.Set;

/**
 * A tool call that every gate has let through, with what they found out about it.
 *
 * @param tool the tool on record
 * @param arguments the validated arguments
 * @param digest the argument digest
 * @param decision the policy's decision
 * @param approval the consent presented, to be consumed when the call is opened
 * @param program what to run, for a sandboxed tool
 * @param loop the call as the loop breaker counts it
 * @param signals what the scanners and the loop breaker noticed on the way in
 */
record ClearedCall(
    Tool tool,
    JsonObject arguments,
    Sha256 digest,
    PolicyDecision decision,
    Optional<ApprovalId> approval,
    Optional<SandboxRequest> program,
    LoopCall loop,
    Set<String> signals) {

  ToolDefinition definition() {
    return tool.definition();
  }
}
