// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * An error as the client sees it (RFC 9457).
 *
 * @param status the HTTP status
 * @param code stable, for programs, such as {@code not_found}
 * @param title the same for every problem of this code
 * @param detail what to do about this one; never a secret or somebody's data
 * @param errors places in the body, if it is about the body
 * @param headers further headers, such as {@code Retry-After}
 */
public record Problem(
    int status,
    String code,
    String title,
    String detail,
    List<Place> errors,
    Map<String, String> headers) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Copies the lists. */
  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  /** A problem about the whole request. */
  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of(), Map.of());
  }

  /** Returns this problem with the places it is about. */
  public Problem at(List<Place> places) {
    return new Problem(status, code, title, detail, places, headers);
  }

  /** Returns this problem with one header. */
  public Problem with(String name, String value) {
    return new Problem(status, code, title, detail, errors, Map.of(name, value));
  }

  /** Returns it as an exception. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** The body: the members of RFC 9457, and among them the one object that OpenAI clients read. */
  public JsonObject toJson(String requestId) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("type", "urn:hermesx:problem:" + code)
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("code", code)
            .put("request_id", requestId)
            .put("error", openAiError());
    if (!errors.isEmpty()) {
      json.put("errors", JsonArray.of(errors.stream().map(Place::toJson).toList()));
    }
    return json.build();
  }

  private JsonObject openAiError() {
    String type =
        switch (status) {
          case 401 -> "authentication_error";
          case 402 -> "insufficient_quota";
          case 403 -> "permission_error";
          case 429 -> "rate_limit_error";
          default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    JsonValue param =
        errors.isEmpty() ? JsonNull.INSTANCE : new JsonString(errors.get(0).pointer());
    String message = errors.isEmpty() ? detail : errors.get(0).detail();
    return JsonObject.builder()
        .put("message", message)
        .put("type", type)
        .put("code", code)
        .put("param", param)
        .build();
  }

  /**
   * A place in the body.
   *
   * @param pointer RFC 6901
   * @param detail what is wrong there
   */
  public record Place(String pointer, String detail) {

    JsonObject toJson() {
      return JsonObject.of("pointer", new JsonString(pointer), "detail", new JsonString(detail));
    }
  }
}
