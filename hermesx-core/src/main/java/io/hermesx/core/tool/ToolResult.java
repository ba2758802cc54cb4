// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.json.JsonValue;

/**
 * What a tool answered, as the text the model will read.
 *
 * @param content the text; often JSON
 * @param error whether the tool reports that it could not do what was asked. The call still counts
 *     as executed
 */
public record ToolResult(String content, boolean error) {

  /** An answer. */
  public static ToolResult of(String content) {
    return new ToolResult(content, false);
  }

  /** An answer in JSON. */
  public static ToolResult of(JsonValue content) {
    return new ToolResult(content.toJson(), false);
  }

  /** A report that the tool could not do it, with a text fit for the model. */
  public static ToolResult failed(String content) {
    return new ToolResult(content, true);
  }
}
