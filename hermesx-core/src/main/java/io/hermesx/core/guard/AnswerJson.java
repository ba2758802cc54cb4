// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's answer as it is kept on the receipt, so that the same request can be answered again.
 */
final class AnswerJson {

  private AnswerJson() {}

  static String write(ModelAnswer answer) {
    return JsonObject.builder()
        .put("content", answer.content())
        .put("toolCalls", toolCalls(answer.toolCalls()))
        .put("finishReason", answer.finishReason().name())
        .put("input", answer.usage().input())
        .put("cachedInput", answer.usage().cachedInput())
        .put("output", answer.usage().output())
        .put("modelServed", answer.modelServed())
        .build()
        .toJson();
  }

  static ModelAnswer read(String json) {
    JsonObject answer = JsonObject.parseObject(json);
    List<ToolCall> calls = new ArrayList<>();
    for (JsonValue item : ((JsonArray) answer.require("toolCalls")).items()) {
      JsonObject call = (JsonObject) item;
      calls.add(ToolCall.of(call.string("id"), call.string("tool"), call.string("arguments")));
    }
    return new ModelAnswer(
        answer.string("content"),
        calls,
        FinishReason.valueOf(answer.string("finishReason")),
        new TokenUsage(
            answer.integer("input"), answer.integer("cachedInput"), answer.integer("output")),
        answer.string("modelServed"));
  }

  static JsonArray toolCalls(List<ToolCall> calls) {
    List<JsonValue> rows = new ArrayList<>();
    for (ToolCall call : calls) {
      rows.add(
          JsonObject.builder()
              .put("id", call.id().value())
              .put("tool", call.tool())
              .put("arguments", call.argumentsJson())
              .build());
    }
    return JsonArray.of(rows);
  }
}
