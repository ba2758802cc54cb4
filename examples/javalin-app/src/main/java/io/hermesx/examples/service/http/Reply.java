// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * What a route answers.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the body as text; empty for none
 * @param headers further headers
 * @param streamed whether the handler has written the body itself, through {@link Call#stream}
 */
public record Reply(
    int status,
    String contentType,
    Optional<String> body,
    Map<String, String> headers,
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
    return new Reply(status, JSON, Optional.of(body.toJson()), Map.of(), false);
  }

  /** 200 with a body of another type. */
  public static Reply text(String contentType, String body) {
    return new Reply(200, contentType, Optional.of(body), Map.of(), false);
  }

  /** 204 without a body. */
  public static Reply noContent() {
    return new Reply(204, JSON, Optional.empty(), Map.of(), false);
  }

  /** Says that the handler wrote the answer itself. */
  public static Reply written() {
    return new Reply(200, JSON, Optional.empty(), Map.of(), true);
  }

  /** Returns this reply with one more header. */
  public Reply with(String name, String value) {
    Map<String, String> more = new java.util.HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, more, streamed);
  }
}
