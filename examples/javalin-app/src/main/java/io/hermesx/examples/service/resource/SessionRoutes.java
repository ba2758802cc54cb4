// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.core.session.Sessions;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.time.IdSource;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Page;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.http.Writes;
import io.hermesx.examples.service.identity.Scopes;
import java.util.List;
import java.util.Optional;

/** The caller's own conversations: those of another principal are not found, in any tenant. */
public final class SessionRoutes implements Resource {

  private static final JsonObject SESSION =
      Schemas.object(
          "id",
          Schemas.format("uuid"),
          "owner",
          Schemas.text("Such as user:alice."),
          "title",
          Schemas.text(1, 200),
          "messages",
          Schemas.whole(),
          "created_at",
          Schemas.format("date-time"),
          "updated_at",
          Schemas.format("date-time"),
          "ended_at?",
          Schemas.format("date-time"));

  private static final JsonObject SAID =
      Schemas.object(
          "role",
          Schemas.oneOf("system", "user", "assistant", "tool"),
          "content",
          Schemas.text("What was said."));

  private static final JsonObject MESSAGE =
      Schemas.object(
          "seq",
          Schemas.whole(),
          "message",
          Schemas.anyObject(),
          "at",
          Schemas.format("date-time"));

  private final Store store;
  private final Writes writes;
  private final IdSource ids;

  /** Works on a store. */
  public SessionRoutes(Store store, Writes writes, IdSource ids) {
    this.store = store;
    this.writes = writes;
    this.ids = ids;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/sessions")
            .scope(Scopes.SESSIONS_WRITE)
            .summary("Begins a session")
            .body(Schemas.object("title", Schemas.text(1, 200)))
            .idempotent()
            .answers(201, "The session", SESSION)
            .handledBy(this::create),
        Page.on(Route.get("/v1/sessions"))
            .scope(Scopes.SESSIONS_READ)
            .summary("Lists your sessions, newest first")
            .answers(200, "A page of sessions", Page.schema(SESSION))
            .handledBy(this::list),
        Route.get("/v1/sessions/{id}")
            .scope(Scopes.SESSIONS_READ)
            .summary("Shows a session")
            .answers(200, "The session", SESSION)
            .handledBy(this::find),
        Route.delete("/v1/sessions/{id}")
            .scope(Scopes.SESSIONS_WRITE)
            .summary("Ends a session: nothing more is written to it; it can still be read")
            .idempotent()
            .answersAs(204, "", "It has ended")
            .handledBy(this::end),
        Page.on(Route.get("/v1/sessions/{id}/messages"))
            .scope(Scopes.SESSIONS_READ)
            .summary("Lists the messages of a session, oldest first")
            .answers(200, "A page of messages", Page.schema(MESSAGE))
            .handledBy(this::messages),
        Route.post("/v1/sessions/{id}/messages")
            .scope(Scopes.SESSIONS_WRITE)
            .summary("Writes messages at the end of a session, all or none")
            .body(Schemas.object("messages", Schemas.list(SAID, 1, 100)))
            .idempotent()
            .answers(201, "The place of the last one", Schemas.object("last_seq", Schemas.whole()))
            .handledBy(this::append));
  }

  private Reply create(Call call) {
    SessionId id = new SessionId(ids.next());
    String title = Texts.title("/title", call.body().string("title"));
    return writes.write(
        call,
        change -> {
          Session session = change.tx().sessions().create(id, owner(call), title);
          change.audit("session.created", event -> event.field("session_id", id.toString()));
          return Reply.json(201, json(session)).with("Location", "/v1/sessions/" + id);
        });
  }

  private Reply list(Call call) {
    Page page = Page.of(call);
    return page.reply(
        tenant(call)
            .sessions()
            .list(Optional.of(owner(call)), page.afterId().map(SessionId::new), page.fetch()),
        SessionRoutes::json,
        Session::id);
  }

  private Reply find(Call call) {
    return Reply.ok(json(own(tenant(call).sessions(), call)));
  }

  private Reply end(Call call) {
    return writes.write(
        call,
        change -> {
          Session session = own(change.tx().sessions(), call);
          if (change.tx().sessions().end(session.id())) {
            change.audit(
                "session.ended", event -> event.field("session_id", session.id().toString()));
          }
          return Reply.noContent();
        });
  }

  private Reply messages(Call call) {
    Page page = Page.of(call);
    Sessions sessions = tenant(call).sessions();
    List<SessionMessage> fetched =
        sessions.messages(own(sessions, call).id(), page.afterNumber(0), page.fetch());
    return page.reply(fetched, SessionRoutes::said, SessionMessage::seq);
  }

  private Reply append(Call call) {
    List<JsonObject> bodies =
        ((JsonArray) call.body().require("messages"))
            .items().stream().map(JsonObject.class::cast).toList();
    return writes.write(
        call,
        change -> {
          Session session = own(change.tx().sessions(), call);
          long last =
              change
                  .tx()
                  .sessions()
                  .append(session.id(), bodies)
                  .orElseThrow(
                      () ->
                          Problems.conflict(
                              "session_ended", "The session has ended. Begin another one."));
          change.audit(
              "session.written", event -> event.field("session_id", session.id().toString()));
          return Reply.json(201, JsonObject.builder().put("last_seq", last).build());
        });
  }

  private static Session own(Sessions sessions, Call call) {
    return sessions
        .find(new SessionId(call.id("id")))
        .filter(session -> session.owner().equals(owner(call)))
        .orElseThrow(Problems::notFound);
  }

  private static String owner(Call call) {
    return call.caller().principal().ref();
  }

  private TenantStore tenant(Call call) {
    return store.forTenant(call.caller().tenant());
  }

  private static JsonObject json(Session session) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", session.id().toString())
            .put("owner", session.owner())
            .put("title", session.title())
            .put("messages", session.messages())
            .put("created_at", session.createdAt().toString())
            .put("updated_at", session.updatedAt().toString());
    session.endedAt().ifPresent(at -> json.put("ended_at", at.toString()));
    return json.build();
  }

  private static JsonObject said(SessionMessage message) {
    return JsonObject.builder()
        .put("seq", message.seq())
        .put("message", message.body())
        .put("at", message.at().toString())
        .build();
  }
}
