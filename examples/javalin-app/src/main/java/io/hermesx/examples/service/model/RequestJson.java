// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A request as it goes upstream. What the guard has decided cannot be overruled by an option. */
final class RequestJson {

  private static final Set<String> OURS =
      Set.of(
          "model",
          "messages",
          "tools",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "n");

  private RequestJson() {}

  static JsonObject whole(ModelRequest request, String outputCapName) throws UpstreamFailure {
    return common(request, outputCapName).build();
  }

  static JsonObject streamed(ModelRequest request, String outputCapName) throws UpstreamFailure {
    return common(request, outputCapName)
        .put("stream", true)
        .put("stream_options", JsonObject.builder().put("include_usage", true).build())
        .build();
  }

  private static JsonObject.Builder common(ModelRequest request, String outputCapName)
      throws UpstreamFailure {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("model", request.model())
            .put(
                "messages",
                JsonArray.of(request.messages().stream().map(RequestJson::message).toList()))
            .put(outputCapName, request.maxOutputTokens());
    if (!request.tools().isEmpty()) {
      json.put("tools", JsonArray.of(request.tools().stream().map(RequestJson::tool).toList()));
    }
    for (var option : request.options().members().entrySet()) {
      if (OURS.contains(option.getKey())) {
        throw new UpstreamFailure(
            ModelFailure.REJECTED,
            "the option " + option.getKey() + " is not for the caller to set");
      }
      json.put(option.getKey(), option.getValue());
    }
    return json;
  }

  private static JsonObject message(ChatMessage message) {
    List<ToolCall> calls = message.toolCalls();
    boolean silent = message.content().isEmpty() && !calls.isEmpty();
    JsonObject.Builder json =
        JsonObject.builder().put("role", message.role().name().toLowerCase(Locale.ROOT));
    if (silent) {
      json.put("content", JsonNull.INSTANCE);
    } else {
      json.put("content", message.content());
    }
    if (!calls.isEmpty()) {
      json.put("tool_calls", JsonArray.of(calls.stream().map(RequestJson::call).toList()));
    }
    message.answers().ifPresent(id -> json.put("tool_call_id", id));
    return json.build();
  }

  private static JsonValue call(ToolCall call) {
    return JsonObject.builder()
        .put("id", call.id().value())
        .put("type", "function")
        .put(
            "function",
            JsonObject.builder()
                .put("name", call.tool())
                .put("arguments", call.argumentsJson())
                .build())
        .build();
  }

  private static JsonValue tool(ToolDefinition tool) {
    return JsonObject.builder()
        .put("type", "function")
        .put(
            "function",
            JsonObject.builder()
                .put("name", tool.name().value())
                .put("description", tool.description())
                .put("parameters", tool.inputSchema())
                .build())
        .build();
  }
}
