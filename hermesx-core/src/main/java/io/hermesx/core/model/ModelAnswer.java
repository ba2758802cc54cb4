// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import io.hermesx.core.tool.ToolCall;
import java.util.List;

/**
 * What a model answered.
 *
 * @param content the text
 * @param toolCalls the calls it asks for
 * @param finishReason why it stopped
 * @param usage the tokens used, as the provider counts them
 * @param modelServed the model that answered, as the provider names it
 */
public record ModelAnswer(
    String content,
    List<ToolCall> toolCalls,
    FinishReason finishReason,
    TokenUsage usage,
    String modelServed) {

  /** Copies the list. */
  public ModelAnswer {
    toolCalls = List.copyOf(toolCalls);
  }

  /** Returns this answer with another text. */
  public ModelAnswer withContent(String text) {
    return new ModelAnswer(text, toolCalls, finishReason, usage, modelServed);
  }
}
