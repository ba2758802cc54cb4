// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers in OpenAI's form, whole or in chunks.
 *
 * @param id of the completion, the same in every chunk
 * @param created when, in seconds since 1970
 * @param run the run, for the extension object
 */
record CompletionJson(String id, long created, String run) {

  /** What became of the session, where the client named one. */
  record SessionNote(String session, boolean appended) {}

  JsonObject whole(Transcript transcript, Optional<SessionNote> session) {
    JsonObject.Builder message = JsonObject.builder().put("role", "assistant");
    boolean silent = transcript.text().isEmpty() && !transcript.clientCalls().isEmpty();
    message.put("content", silent ? JsonNull.INSTANCE : new JsonString(transcript.text()));
    message.put("refusal", JsonNull.INSTANCE);
    if (!transcript.clientCalls().isEmpty()) {
      message.put("tool_calls", calls(transcript.clientCalls(), false));
    }
    JsonObject choice =
        JsonObject.builder()
            .put("index", 0)
            .put("message", message.build())
            .put("logprobs", JsonNull.INSTANCE)
            .put("finish_reason", finish(transcript))
            .build();
    return head("chat.completion", transcript.model())
        .put("choices", JsonArray.of(choice))
        .put("usage", usage(transcript.usage()))
        .put("hermesx", extension(transcript, session))
        .build();
  }

  JsonObject delta(String model, JsonObject delta) {
    return chunk(model, delta, JsonNull.INSTANCE).build();
  }

  JsonObject callsDelta(Transcript transcript) {
    return delta(
        transcript.model(), JsonObject.of("tool_calls", calls(transcript.clientCalls(), true)));
  }

  JsonObject last(Transcript transcript, Optional<SessionNote> session) {
    return chunk(transcript.model(), JsonObject.empty(), new JsonString(finish(transcript)))
        .put("hermesx", extension(transcript, session))
        .build();
  }

  JsonObject usageChunk(Transcript transcript) {
    return head("chat.completion.chunk", transcript.model())
        .put("choices", JsonArray.of())
        .put("usage", usage(transcript.usage()))
        .build();
  }

  private JsonObject.Builder chunk(String model, JsonObject delta, JsonValue finish) {
    JsonObject choice =
        JsonObject.builder()
            .put("index", 0)
            .put("delta", delta)
            .put("logprobs", JsonNull.INSTANCE)
            .put("finish_reason", finish)
            .build();
    return head("chat.completion.chunk", model).put("choices", JsonArray.of(choice));
  }

  private JsonObject.Builder head(String object, String model) {
    return JsonObject.builder()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private static String finish(Transcript transcript) {
    return transcript.clientCalls().isEmpty()
        ? transcript.finished().name().toLowerCase(Locale.ROOT)
        : "tool_calls";
  }

  static JsonArray calls(List<ToolCall> calls, boolean numbered) {
    List<JsonValue> rows = new ArrayList<>();
    for (ToolCall call : calls) {
      JsonObject.Builder row = JsonObject.builder();
      if (numbered) {
        row.put("index", JsonNumber.of(rows.size()));
      }
      JsonObject function =
          JsonObject.of(
              "name",
              new JsonString(call.tool()),
              "arguments",
              new JsonString(call.argumentsJson()));
      rows.add(
          row.put("id", call.id().value())
              .put("type", "function")
              .put("function", function)
              .build());
    }
    return JsonArray.of(rows);
  }

  private static JsonObject usage(TokenUsage usage) {
    long prompt = usage.input() + usage.cachedInput();
    return JsonObject.builder()
        .put("prompt_tokens", prompt)
        .put("completion_tokens", usage.output())
        .put("total_tokens", prompt + usage.output())
        .put(
            "prompt_tokens_details",
            JsonObject.of("cached_tokens", JsonNumber.of(usage.cachedInput())))
        .build();
  }

  private JsonObject extension(Transcript transcript, Optional<SessionNote> session) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("run_id", run)
            .put(
                "receipts",
                JsonArray.ofStrings(transcript.receipts().stream().map(Object::toString).toList()))
            .put("nano_usd", Long.toString(transcript.nanoUsd()))
            .put("signals", JsonArray.ofStrings(List.copyOf(transcript.signals())))
            .put(
                "tool_calls",
                JsonArray.of(transcript.serverCalls().stream().map(ServerCall::toJson).toList()))
            .put(
                "pending_approvals",
                JsonArray.of(
                    transcript.serverCalls().stream()
                        .flatMap(call -> call.pendingApproval().stream())
                        .toList()));
    if (!transcript.deferred().isEmpty()) {
      json.put("deferred_tools", JsonArray.ofStrings(transcript.deferred()));
    }
    if (transcript.halted()) {
      json.put("halted", "turn_limit");
    }
    session.ifPresent(
        note ->
            json.put(
                "session",
                JsonObject.builder()
                    .put("id", note.session())
                    .put("appended", note.appended())
                    .build()));
    return json.build();
  }
}
