// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.Sha256;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.Role;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.identity.Scopes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an exchange to the session that {@code X-HermesX-Session-Id} names: what the client said
 * since the assistant last spoke, and the answer. Repeated under one {@code Idempotency-Key} it is
 * written once. Thread-safe.
 */
final class SessionNotes {

  static final String HEADER = "X-HermesX-Session-Id";

  private static final Logger LOG = LoggerFactory.getLogger(SessionNotes.class);
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Store store;

  SessionNotes(Store store) {
    this.store = store;
  }

  /**
   * Returns the session the client named.
   *
   * @throws io.hermesx.examples.service.http.ProblemException if there is no such session of the
   *     caller's, or it has ended
   */
  Optional<SessionId> named(Call call) {
    Optional<String> text = call.header(HEADER);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!call.caller().may(Scopes.SESSIONS_WRITE)) {
      throw Problems.forbidden(
          "scope_missing",
          "Writing to a session needs a key with the scope " + Scopes.SESSIONS_WRITE + ".");
    }
    if (!UUID_TEXT.matcher(text.get()).matches()) {
      throw Problems.notFound();
    }
    SessionId id = new SessionId(UUID.fromString(text.get()));
    Optional<Session> session = store.forTenant(call.caller().tenant()).sessions().find(id);
    String owner = call.caller().principal().ref();
    if (session.filter(found -> found.owner().equals(owner)).isEmpty()) {
      throw Problems.notFound();
    }
    if (session.get().endedAt().isPresent()) {
      throw Problems.conflict("session_ended", "This session has ended. Begin a new one.");
    }
    return Optional.of(id);
  }

  /** Writes an exchange; one that cannot be written any more is answered all the same, and said. */
  CompletionJson.SessionNote append(
      Call call, Chain chain, SessionId session, List<JsonObject> bodies) {
    boolean written = false;
    try {
      written =
          store.forTenant(call.caller().tenant()).tx(tx -> append(tx, chain, session, bodies));
    } catch (RuntimeException e) {
      LOG.warn("an exchange could not be written to its session", e);
    }
    return new CompletionJson.SessionNote(session.toString(), written);
  }

  private static boolean append(
      TenantTx tx, Chain chain, SessionId session, List<JsonObject> bodies) {
    if (!chain.repeatable()) {
      return tx.sessions().append(session, bodies).isPresent();
    }
    IdempotencyKey key = new IdempotencyKey("chat in " + session, chain.prefix());
    Sha256 digest =
        Sha256.of("hermesx-service/exchange/v1", chain.run().getBytes(StandardCharsets.UTF_8));
    if (tx.idempotency().claim(key, digest).isPresent()) {
      return true;
    }
    boolean written = tx.sessions().append(session, bodies).isPresent();
    tx.idempotency().answer(key, Boolean.toString(written));
    return written;
  }

  /** The bodies to write: everything after the assistant's last message, then the answer. */
  static List<JsonObject> bodies(ChatRequest request, Transcript transcript, Chain chain) {
    List<ChatMessage> messages = request.messages();
    int from = messages.size();
    while (from > 0 && messages.get(from - 1).role() != Role.ASSISTANT) {
      from--;
    }
    List<JsonObject> bodies = new ArrayList<>();
    for (ChatMessage message : messages.subList(from, messages.size())) {
      JsonObject.Builder body =
          JsonObject.builder()
              .put("role", message.role().name().toLowerCase(Locale.ROOT))
              .put("content", message.content());
      message.answers().ifPresent(id -> body.put("tool_call_id", id));
      bodies.add(body.build());
    }
    JsonObject.Builder answer =
        JsonObject.builder().put("role", "assistant").put("content", transcript.text());
    if (!transcript.clientCalls().isEmpty()) {
      answer.put("tool_calls", CompletionJson.calls(transcript.clientCalls(), false));
    }
    bodies.add(answer.put("run_id", chain.run()).build());
    return bodies;
  }
}
