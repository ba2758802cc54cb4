// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.json.JsonObject;

/**
 * A call as the model asked for it, before anything was checked.
 *
 * @param id the model's id of the call, unique within the run
 * @param tool the name the model used; it may be made up
 * @param argumentsJson the arguments as JSON text, exactly as the model wrote them
 */
public record ToolCall(CallId id, String tool, String argumentsJson) {

  /**
   * A call with the arguments as the model wrote them.
   *
   * @throws IllegalArgumentException if the id is not 1 to 128 visible ASCII characters
   */
  public static ToolCall of(String id, String tool, String argumentsJson) {
    return new ToolCall(new CallId(id), tool, argumentsJson);
  }

  /** A call whose arguments the host has parsed already. */
  public static ToolCall of(String id, String tool, JsonObject arguments) {
    return new ToolCall(new CallId(id), tool, arguments.toJson());
  }
}
