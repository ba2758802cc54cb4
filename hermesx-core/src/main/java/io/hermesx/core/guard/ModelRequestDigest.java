// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.ModelRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The digest of a model request: the same id with another digest is refused. */
final class ModelRequestDigest {

  private static final String DOMAIN = "hermesx/model-request-digest/v1";

  private ModelRequestDigest() {}

  static Sha256 of(Actor actor, ModelRequest request) {
    JsonObject.Builder call =
        JsonObject.builder()
            .put("v", 1)
            .put("tenant", actor.tenant().toString())
            .put("principal", actor.principal().ref())
            .put("operation", "models:chat")
            .put("model", request.model())
            .put("downgrades", JsonArray.ofStrings(request.downgrades()))
            .put("maxOutputTokens", request.maxOutputTokens())
            .put("messages", messages(request.messages()))
            .put(
                "tools",
                JsonArray.ofStrings(
                    request.tools().stream().map(t -> t.pin().toString()).toList()));
    actor.agent().ifPresent(agent -> call.put("agent", agent.ref()));
    if (request.options().size() > 0) {
      call.put("options", request.options());
    }
    return Sha256.of(DOMAIN, call.build().canonicalBytes());
  }

  private static JsonArray messages(List<ChatMessage> messages) {
    List<JsonValue> rows = new ArrayList<>();
    for (ChatMessage message : messages) {
      JsonObject.Builder row =
          JsonObject.builder()
              .put("role", message.role().name().toLowerCase(Locale.ROOT))
              .put("content", message.content())
              .put("toolCalls", AnswerJson.toolCalls(message.toolCalls()));
      message.answers().ifPresent(id -> row.put("answers", id));
      rows.add(row.build());
    }
    return JsonArray.of(rows);
  }
}
