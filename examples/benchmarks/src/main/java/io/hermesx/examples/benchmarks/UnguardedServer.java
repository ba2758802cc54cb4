// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.examples.service.model.EchoModel;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The route {@code /v1/chat/completions} as somebody would write it without HermesX: the same
 * server, the same JSON, the same model; no key, no policy, no limit, no record.
 */
final class UnguardedServer implements AutoCloseable {

  private final EchoModel model = new EchoModel();
  private final InstantSource clock = SystemSources.clock();
  private final IdSource ids = IdSource.secure(clock);
  private final Javalin server;

  UnguardedServer() {
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.post("/v1/chat/completions", this::chat);
                })
            .start("127.0.0.1", 0);
  }

  int port() {
    return server.port();
  }

  private void chat(Context http) {
    JsonObject body = JsonObject.parseObject(http.body());
    ChatMessage[] messages =
        ((JsonArray) body.require("messages"))
            .items().stream()
                .map(JsonObject.class::cast)
                .map(message -> ChatMessage.user(message.string("content")))
                .toArray(ChatMessage[]::new);
    String id = ids.next().toString();
    Instant now = clock.instant();
    ModelAnswer answer =
        model.chat(ModelRequest.of(id, body.string("model"), messages), now.plusSeconds(60));
    http.contentType("application/json").result(json(id, now, answer).toJson());
  }

  private static JsonObject json(String id, Instant now, ModelAnswer answer) {
    JsonObject message =
        JsonObject.builder().put("role", "assistant").put("content", answer.content()).build();
    JsonObject choice =
        JsonObject.builder()
            .put("index", 0)
            .put("message", message)
            .put("logprobs", JsonNull.INSTANCE)
            .put("finish_reason", "stop")
            .build();
    JsonObject usage =
        JsonObject.builder()
            .put("prompt_tokens", answer.usage().input())
            .put("completion_tokens", answer.usage().output())
            .put("total_tokens", answer.usage().input() + answer.usage().output())
            .build();
    return JsonObject.builder()
        .put("id", "chatcmpl-" + id)
        .put("object", "chat.completion")
        .put("created", now.getEpochSecond())
        .put("model", answer.modelServed())
        .put("choices", JsonArray.of(choice))
        .put("usage", usage)
        .build();
  }

  @Override
  public void close() {
    server.stop();
  }
}
