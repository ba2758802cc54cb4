// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problem;
import io.hermesx.examples.service.http.ProblemException;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/chat/completions} and {@code GET /v1/models}. Thread-safe. */
public final class ChatRoutes implements Resource {

  private static final Logger LOG = LoggerFactory.getLogger(ChatRoutes.class);

  private final ChatParts parts;
  private final SessionNotes sessions;

  /** Answers with these parts. */
  public ChatRoutes(ChatParts parts) {
    this.parts = parts;
    this.sessions = new SessionNotes(parts.guard().store());
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/chat/completions")
            .summary("Chats with a model, in OpenAI's form; with stream: true as events")
            .body(bodySchema())
            .idempotent()
            .answers(200, "The answer; with stream: true a text/event-stream", Schemas.anyObject())
            .handledBy(this::chat),
        Route.get("/v1/models")
            .summary("Lists the models that may be asked for, in OpenAI's form")
            .answers(200, "The models", Schemas.anyObject())
            .handledBy(call -> models()));
  }

  /** Only the least: {@link RequestReader} says more exactly what is wrong, and by which name. */
  private static JsonObject bodySchema() {
    JsonObject.Builder schema = JsonObject.builder();
    Schemas.object("model", Schemas.text(1, 128), "messages", Schemas.list(Schemas.anyObject()))
        .members()
        .forEach(schema::put);
    return schema.put("additionalProperties", true).build();
  }

  private Reply models() {
    List<JsonObject> rows =
        parts.models().stream()
            .map(
                name ->
                    JsonObject.builder()
                        .put("id", name)
                        .put("object", "model")
                        .put("created", 0)
                        .put("owned_by", "hermesx")
                        .build())
            .toList();
    return Reply.ok(
        JsonObject.builder().put("object", "list").put("data", JsonArray.of(rows)).build());
  }

  private Reply chat(Call call) {
    ChatRequest request = RequestReader.read(call.body());
    if (!parts.models().contains(request.model())) {
      throw Refusals.unknownModel().exception();
    }
    Optional<SessionId> session = sessions.named(call);
    Chain chain = Chain.of(call, parts.ids());
    GuardContext context =
        session.map(id -> chain.context(call).withSession(id)).orElseGet(() -> chain.context(call));
    ToolLoop loop = new ToolLoop(parts, chain, context, request);
    CompletionJson json =
        new CompletionJson(
            "chatcmpl-" + chain.prefix(), parts.clock().instant().getEpochSecond(), chain.run());
    Exchange exchange = new Exchange(call, request, chain, session);
    return request.streamed() ? stream(exchange, loop, json) : whole(exchange, loop, json);
  }

  /** One request on its way. */
  private record Exchange(
      Call call, ChatRequest request, Chain chain, Optional<SessionId> session) {}

  private Reply whole(Exchange exchange, ToolLoop loop, CompletionJson json) {
    Transcript transcript = loop.run(new Speech(piece -> {}));
    return Reply.ok(json.whole(transcript, note(exchange, transcript)));
  }

  private Reply stream(Exchange exchange, ToolLoop loop, CompletionJson json) {
    ChunkStream out = new ChunkStream(exchange.call(), json, exchange.request().model());
    try {
      Transcript transcript = loop.run(new Speech(out));
      out.end(transcript, exchange.request(), note(exchange, transcript));
    } catch (UncheckedIOException e) {
      LOG.debug("the client has gone before the end of the answer", e);
    } catch (RuntimeException e) {
      if (!out.begun()) {
        throw e;
      }
      fail(out, e);
    }
    return Reply.written();
  }

  private static void fail(ChunkStream out, RuntimeException cause) {
    try {
      if (cause instanceof ProblemException problem) {
        out.fail(problem.problem());
        return;
      }
      LOG.error("a stream failed", cause);
      out.fail(
          Problem.of(500, "internal", "Something went wrong", "This is a fault of the service."));
    } catch (UncheckedIOException e) {
      LOG.debug("the client has gone before it could be told what went wrong", e);
    }
  }

  private Optional<CompletionJson.SessionNote> note(Exchange exchange, Transcript transcript) {
    return exchange
        .session()
        .map(
            session ->
                sessions.append(
                    exchange.call(),
                    exchange.chain(),
                    session,
                    SessionNotes.bodies(exchange.request(), transcript, exchange.chain())));
  }
}
