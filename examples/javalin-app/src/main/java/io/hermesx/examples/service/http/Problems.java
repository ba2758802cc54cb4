// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import java.util.List;

/** The problems that many routes have in common. */
public final class Problems {

  private Problems() {}

  /**
   * There is no such thing, or it is somebody else's: which of the two is nobody's business, so
   * this is the same in every place.
   */
  public static ProblemException notFound() {
    return Problem.of(
            404,
            "not_found",
            "Not found",
            "There is nothing of this id here for you. Check the id, and whose key you use.")
        .exception();
  }

  /** A value of the request is not allowed. */
  public static ProblemException invalid(String detail) {
    return Problem.of(400, "invalid_request", "The request is not valid", detail).exception();
  }

  /** The body breaks its schema or a rule beyond it. */
  public static ProblemException invalidBody(List<Problem.Place> places) {
    return Problem.of(
            400,
            "invalid_body",
            "The body is not valid",
            "Correct the places listed in errors; GET /v1/openapi describes the body.")
        .at(places)
        .exception();
  }

  /** What is asked for does not go with how things stand. */
  public static ProblemException conflict(String code, String detail) {
    return Problem.of(409, code, "Conflict", detail).exception();
  }

  /** The caller may not do this. */
  public static ProblemException forbidden(String code, String detail) {
    return Problem.of(403, code, "Not permitted", detail).exception();
  }

  static ProblemException scopeMissing(String scope) {
    return forbidden(
        "scope_missing",
        "This needs a key with the scope " + scope + ", which yours does not have.");
  }

  static Problem timeout() {
    return Problem.of(
            408,
            "body_too_slow",
            "The body came too slowly",
            "The whole body must arrive within the time this service allows. Send it again.")
        .with("Connection", "close");
  }

  static Problem tooLarge(long limit) {
    return Problem.of(
            413,
            "body_too_large",
            "The body is too large",
            "The largest body is " + limit + " octets. Send less, or raise HERMESX_BODY_LIMIT.")
        .with("Connection", "close");
  }

  static Problem unavailable() {
    return Problem.of(
            503,
            "unavailable",
            "Not available at the moment",
            "The store is away. Nothing was changed that you were not told of. Try again later.")
        .with("Retry-After", "1");
  }

  static Problem internal() {
    return Problem.of(
        500,
        "internal",
        "Something went wrong",
        "This is a fault of the service. Quote the requestId when you report it.");
  }
}
