// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import io.hermesx.core.tool.ToolCall;
import java.util.List;
import java.util.Optional;

/**
 * One message of a chat.
 *
 * @param role who speaks
 * @param content the text; may be empty for an assistant that only calls tools
 * @param toolCalls the calls an assistant asks for
 * @param answers the id of the call that a tool message answers
 */
public record ChatMessage(
    Role role, String content, List<ToolCall> toolCalls, Optional<String> answers) {

  /** Copies the list. */
  public ChatMessage {
    toolCalls = List.copyOf(toolCalls);
  }

  /** The host's instructions. */
  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content, List.of(), Optional.empty());
  }

  /** What the person says. */
  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content, List.of(), Optional.empty());
  }

  /** What the model said. */
  public static ChatMessage assistant(String content, ToolCall... toolCalls) {
    return new ChatMessage(Role.ASSISTANT, content, List.of(toolCalls), Optional.empty());
  }

  /** What a tool answered. */
  public static ChatMessage tool(String callId, String content) {
    return new ChatMessage(Role.TOOL, content, List.of(), Optional.of(callId));
  }

  /** Returns this message with another text. */
  public ChatMessage withContent(String text) {
    return new ChatMessage(role, text, toolCalls, answers);
  }
}
