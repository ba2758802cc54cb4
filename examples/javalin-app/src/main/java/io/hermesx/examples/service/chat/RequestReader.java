// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.HermesException;
import io.hermesx.core.json.JsonBoolean;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads OpenAI's request body. Every field is honoured, handed upstream as it is, or refused by its
 * name; docs/reference/chat-completions.md has the table.
 */
final class RequestReader {

  private static final int DEFAULT_OUTPUT_TOKENS = 4_096;
  private static final int MAX_OUTPUT_TOKENS = 1_000_000;
  private static final int MAX_MESSAGES = 900;
  private static final int MAX_TOOLS = 128;
  private static final int MAX_DESCRIPTION = ToolDefinition.MAX_DESCRIPTION;

  private static final Set<String> HONOURED =
      Set.of(
          "model",
          "messages",
          "tools",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "n");

  /** Handed upstream; what the upstream makes of them is its own affair. */
  static final Set<String> PASSED =
      Set.of(
          "temperature",
          "top_p",
          "presence_penalty",
          "frequency_penalty",
          "stop",
          "seed",
          "response_format",
          "logit_bias",
          "tool_choice",
          "parallel_tool_calls",
          "reasoning_effort",
          "verbosity",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "service_tier");

  /** Known and not supported, each with the reason. */
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("audio", "only text is supported"),
          Map.entry("modalities", "only text is supported, which is what you get without it"),
          Map.entry("functions", "it was replaced by tools; use that"),
          Map.entry("function_call", "it was replaced by tool_choice; use that"),
          Map.entry("logprobs", "token probabilities do not pass the scanners"),
          Map.entry("top_logprobs", "token probabilities do not pass the scanners"),
          Map.entry("prediction", "its cost cannot be bounded beforehand"),
          Map.entry("web_search_options", "tools of the upstream would not pass the guard"),
          Map.entry("store", "nothing is stored upstream; use the header X-HermesX-Session-Id"),
          Map.entry("metadata", "nothing is stored upstream; use the header X-HermesX-Session-Id"),
          Map.entry("prompt_cache_retention", "nothing is stored upstream"));

  private final Fields body;

  private RequestReader(Fields body) {
    this.body = body;
  }

  static ChatRequest read(JsonObject body) {
    return new RequestReader(new Fields(body, "")).read();
  }

  private ChatRequest read() {
    requireSupported();
    requireOneChoice();
    return new ChatRequest(
        body.requireText("model"), messages(), tools(), outputTokens(), delivery(), options());
  }

  private void requireSupported() {
    Set<String> allowed = new TreeSet<>(HONOURED);
    allowed.addAll(PASSED);
    for (var refused : REFUSED.entrySet()) {
      Optional<JsonValue> value = body.value(refused.getKey());
      if (value.isPresent() && !value.get().equals(JsonBoolean.FALSE)) {
        throw body.problem(
            refused.getKey(), "is not supported by this service: " + refused.getValue());
      }
      allowed.add(refused.getKey());
    }
    body.requireOnly(allowed);
  }

  private void requireOneChoice() {
    if (body.whole("n", 1, 128).orElse(1L) != 1) {
      throw body.problem("n", "must be 1: one answer per request is supported");
    }
  }

  private List<ChatMessage> messages() {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonValue item : body.array("messages", MAX_MESSAGES)) {
      messages.add(MessageReader.read(item, "/messages/" + messages.size()));
    }
    if (messages.isEmpty()) {
      throw body.problem("messages", "is missing or empty; send at least one message");
    }
    return messages;
  }

  private List<ToolDefinition> tools() {
    List<ToolDefinition> tools = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (JsonValue item : body.array("tools", MAX_TOOLS)) {
      String pointer = "/tools/" + tools.size();
      ToolDefinition tool = tool(Fields.of(item, pointer));
      if (!names.add(tool.name().value())) {
        throw Fields.refusal(pointer + "/function/name", "is the name of another tool, too");
      }
      tools.add(tool);
    }
    return tools;
  }

  /**
   * A tool of the client's. Its {@code strict} is taken as a wish that is not handed on: whoever
   * executes the call validates its arguments.
   */
  private static ToolDefinition tool(Fields tool) {
    tool.requireOnly(Set.of("type", "function"));
    MessageReader.requireFunctionType(tool);
    Fields function = tool.requireObject("function");
    function.requireOnly(Set.of("name", "description", "parameters", "strict"));
    function.truth("strict");
    String name = function.requireText("name");
    String description = function.text("description").filter(text -> !text.isBlank()).orElse(name);
    if (description.length() > MAX_DESCRIPTION) {
      throw function.problem(
          "description",
          "has " + description.length() + " characters, allowed: up to " + MAX_DESCRIPTION);
    }
    if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
      throw function.problem("name", "must be 1 to 64 of a-z A-Z 0-9 _ -");
    }
    return define(function, name, description);
  }

  private static ToolDefinition define(Fields function, String name, String description) {
    try {
      ToolDefinition.Builder builder = ToolDefinition.builder(name).description(description);
      Optional<Fields> parameters = function.object("parameters");
      return (parameters.isPresent()
              ? builder.inputSchema(parameters.get().json())
              : builder.noArguments())
          .build();
    } catch (HermesException | IllegalArgumentException e) {
      throw function.problem("parameters", "is no valid JSON Schema (2020-12) of an object");
    }
  }

  private int outputTokens() {
    Optional<Long> newer = body.whole("max_completion_tokens", 1, MAX_OUTPUT_TOKENS);
    Optional<Long> older = body.whole("max_tokens", 1, MAX_OUTPUT_TOKENS);
    if (newer.isPresent() && older.isPresent()) {
      throw body.problem("max_tokens", "and max_completion_tokens mean the same; send one of them");
    }
    return newer.or(() -> older).map(Long::intValue).orElse(DEFAULT_OUTPUT_TOKENS);
  }

  private ChatRequest.Delivery delivery() {
    boolean streamed = body.truth("stream").orElse(false);
    Optional<Fields> options = body.object("stream_options");
    options.ifPresent(fields -> fields.requireOnly(Set.of("include_usage", "include_obfuscation")));
    if (!streamed) {
      return ChatRequest.Delivery.WHOLE;
    }
    boolean usage = options.flatMap(fields -> fields.truth("include_usage")).orElse(false);
    return usage ? ChatRequest.Delivery.STREAMED_WITH_USAGE : ChatRequest.Delivery.STREAMED;
  }

  private JsonObject options() {
    body.number("temperature", 0, 2);
    body.number("top_p", 0, 1);
    body.number("presence_penalty", -2, 2);
    body.number("frequency_penalty", -2, 2);
    body.truth("parallel_tool_calls");
    body.object("response_format");
    body.object("logit_bias");
    for (String text :
        List.of(
            "reasoning_effort",
            "verbosity",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "service_tier")) {
      body.text(text);
    }
    JsonObject.Builder options = JsonObject.builder();
    for (String key : body.keys()) {
      if (PASSED.contains(key)) {
        body.value(key).ifPresent(value -> options.put(key, value));
      }
    }
    return options.build();
  }
}
