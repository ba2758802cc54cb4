// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.Role;
import io.hermesx.core.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads OpenAI's messages. What this service cannot hand on is refused by its name. */
final class MessageReader {

  private static final int MAX_PARTS = 1_000;
  private static final int MAX_CALLS = 128;

  private MessageReader() {}

  static ChatMessage read(JsonValue value, String pointer) {
    Fields message = Fields.of(value, pointer);
    String role = message.requireText("role");
    return switch (role) {
      case "system", "developer" -> plain(message, Role.SYSTEM);
      case "user" -> plain(message, Role.USER);
      case "assistant" -> assistant(message);
      case "tool" -> tool(message);
      default ->
          throw message.problem("role", "must be one of system, developer, user, assistant, tool");
    };
  }

  private static ChatMessage plain(Fields message, Role role) {
    message.requireOnly(Set.of("role", "content"));
    return new ChatMessage(role, requireContent(message), List.of(), Optional.empty());
  }

  private static ChatMessage tool(Fields message) {
    message.requireOnly(Set.of("role", "content", "tool_call_id"));
    return ChatMessage.tool(message.requireText("tool_call_id"), requireContent(message));
  }

  private static ChatMessage assistant(Fields message) {
    message.requireOnly(Set.of("role", "content", "tool_calls", "refusal", "audio", "annotations"));
    if (message.value("audio").isPresent()) {
      throw message.problem("audio", "is not supported; send text");
    }
    List<ToolCall> calls = calls(message);
    Optional<String> refusal = message.text("refusal");
    String content = content(message).or(() -> refusal).orElse("");
    if (content.isEmpty() && calls.isEmpty() && message.value("content").isEmpty()) {
      throw message.problem("content", "is missing; only a message with tool_calls may lack it");
    }
    return ChatMessage.assistant(content, calls.toArray(ToolCall[]::new));
  }

  private static List<ToolCall> calls(Fields message) {
    List<ToolCall> calls = new ArrayList<>();
    String pointer = message.at("tool_calls");
    for (JsonValue item : message.array("tool_calls", MAX_CALLS)) {
      calls.add(call(Fields.of(item, pointer + "/" + calls.size())));
    }
    return calls;
  }

  private static ToolCall call(Fields call) {
    call.requireOnly(Set.of("id", "type", "function", "index"));
    requireFunctionType(call);
    Fields function = call.requireObject("function");
    function.requireOnly(Set.of("name", "arguments"));
    try {
      return ToolCall.of(
          call.requireText("id"), function.requireText("name"), function.requireText("arguments"));
    } catch (IllegalArgumentException e) {
      throw call.problem("id", "must be 1 to 128 visible ASCII characters");
    }
  }

  static void requireFunctionType(Fields item) {
    if (!item.text("type").orElse("function").equals("function")) {
      throw item.problem("type", "must be function; other kinds of tools are not supported");
    }
  }

  private static String requireContent(Fields message) {
    return content(message)
        .orElseThrow(
            () ->
                message.problem(
                    "content", "is missing; it must be a string or an array of text parts"));
  }

  /** A text, or text parts joined with a line break between them. */
  private static Optional<String> content(Fields message) {
    Optional<JsonValue> content = message.value("content");
    if (content.isEmpty()) {
      return Optional.empty();
    }
    if (content.get() instanceof JsonString text) {
      return Optional.of(text.value());
    }
    List<String> parts = new ArrayList<>();
    String pointer = message.at("content");
    for (JsonValue item : message.array("content", MAX_PARTS)) {
      parts.add(part(Fields.of(item, pointer + "/" + parts.size())));
    }
    return Optional.of(String.join("\n", parts));
  }

  private static String part(Fields part) {
    String type = part.requireText("type");
    if (type.equals("text")) {
      part.requireOnly(Set.of("type", "text"));
      return part.requireText("text");
    }
    if (type.equals("refusal")) {
      part.requireOnly(Set.of("type", "refusal"));
      return part.requireText("refusal");
    }
    throw part.problem(
        "type", "must be text; images, audio, video and files are not supported by this service");
  }
}
