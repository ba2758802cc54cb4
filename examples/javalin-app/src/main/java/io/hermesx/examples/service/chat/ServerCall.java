// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.ToolCall;
import java.util.Optional;

/**
 * A call of one of the service's own tools, and what became of it.
 *
 * @param call the call as the guard had it
 * @param outcome what became of it
 */
record ServerCall(ToolCall call, ToolOutcome outcome) {

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("call_id", call.id().value()).put("tool", call.tool());
    return outcome.map(
        executed ->
            json.put("outcome", executed.result().error() ? "failed" : "executed")
                .put("receipt", executed.receipt().toString())
                .build(),
        denied ->
            json.put("outcome", "denied").put("code", denied.denial().code().wireName()).build(),
        suspended ->
            json.put("outcome", "suspended")
                .put("approval_id", suspended.approval().toString())
                .build(),
        indeterminate ->
            json.put("outcome", "indeterminate")
                .put("receipt", indeterminate.receipt().toString())
                .build());
  }

  /** What a person is asked to agree to, and what it takes to call again. */
  Optional<JsonObject> pendingApproval() {
    if (!(outcome instanceof ToolOutcome.Suspended suspended)) {
      return Optional.empty();
    }
    return Optional.of(
        JsonObject.builder()
            .put("approval_id", suspended.approval().toString())
            .put("expires_at", suspended.expiresAt().toString())
            .put("call_id", call.id().value())
            .put("tool", call.tool())
            .put("arguments", call.argumentsJson())
            .build());
  }
}
