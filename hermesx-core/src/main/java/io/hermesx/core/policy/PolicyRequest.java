// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.auth.Actor;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.ToolDefinition;
import java.util.Optional;
import java.util.Set;

/**
 * The question put to a policy decision point.
 *
 * @param operation what is about to be done
 * @param actor who does it
 * @param resource the name of the tool or model, or the id of the approval
 * @param tool the tool's definition, for tool operations
 * @param arguments the validated arguments, where they are known
 * @param signals what scanners and earlier calls noticed, such as {@code injection} or {@code
 *     secret}; never removes a restriction, only adds one
 * @param dataClass how sensitive the data is that the call works on, as the host classifies it
 */
public record PolicyRequest(
    Operation operation,
    Actor actor,
    String resource,
    Optional<ToolDefinition> tool,
    Optional<JsonObject> arguments,
    Set<String> signals,
    Optional<String> dataClass) {

  /** Copies the set. */
  public PolicyRequest {
    signals = Set.copyOf(signals);
  }
}
