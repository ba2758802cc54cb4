// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a route answers.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the body as text; empty for none
 * @param headers further headers
 * @param remembered the body to keep for repetitions, where it differs from the body: a secret is
 *     shown once
 * @param streamed whether the handler has written the body itself, through {@link Call#stream}
 */
public record Reply(
    int status,
    String contentType,
    Optional<String> body,
    Map<String, String> headers,
    Optional<String> remembered,
    boolean streamed) {

  private static final String JSON = "application/json";

  /** Copies the headers. */
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** 200 with a JSON body. */
  public static Reply ok(JsonObject body) {
    return json(200, body);
  }

  /** A JSON body with a status. */
  public static Reply json(int status, JsonObject body) {
    return new Reply(status, JSON, Optional.of(body.toJson()), Map.of(), Optional.empty(), false);
  }

  /** 200 with a body of another type. */
  public static Reply text(String contentType, String body) {
    return new Reply(200, contentType, Optional.of(body), Map.of(), Optional.empty(), false);
  }

  /** 204 without a body. */
  public static Reply noContent() {
    return new Reply(204, JSON, Optional.empty(), Map.of(), Optional.empty(), false);
  }

  /** Says that the handler wrote the answer itself. */
  public static Reply written() {
    return new Reply(200, JSON, Optional.empty(), Map.of(), Optional.empty(), true);
  }

  /** Returns this reply with one more header. */
  public Reply with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, more, remembered, streamed);
  }

  /** Returns this reply, to be kept for repetitions with this body. */
  public Reply remembering(JsonObject other) {
    return new Reply(status, contentType, body, headers, Optional.of(other.toJson()), streamed);
  }

  /** What is kept for repetitions. */
  JsonObject record() {
    JsonObject.Builder json = JsonObject.builder().put("status", status);
    remembered.or(() -> body).ifPresent(text -> json.put("body", text));
    return json.build();
  }

  static Reply ofRecord(JsonObject kept) {
    Optional<String> body = kept.find("body").map(text -> kept.string("body"));
    return new Reply((int) kept.integer("status"), JSON, body, Map.of(), Optional.empty(), false);
  }
}
