// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.identity.Caller;
import java.io.OutputStream;
import java.util.Optional;
import java.util.UUID;

/** One request that passed the checks of its route. For the request's thread only. */
public interface Call {

  /** Who calls. Fails on an open route, where nobody is known. */
  Caller caller();

  /** The route. */
  Route route();

  /** The path as it was asked for, without the query. */
  String target();

  /** The id of the request, echoed in every answer. */
  String requestId();

  /** A part of the path, such as {@code id}. */
  String path(String name);

  /**
   * A part of the path that is a UUID.
   *
   * @throws ProblemException the same 404 as for a thing that is not there, if it is none
   */
  UUID id(String name);

  /** A parameter of the query. */
  Optional<String> query(String name);

  /** A header. */
  Optional<String> header(String name);

  /** The body, which fits the route's schema; empty object for a route without one. */
  JsonObject body();

  /** Adds a header to the answer, whatever it will be; before anything is written. */
  void replyHeader(String name, String value);

  /**
   * Begins an answer that is written piece by piece: status 200 and the headers go out with the
   * first flush. From then on a problem can no longer be answered; return {@link Reply#written}.
   */
  OutputStream stream(String contentType);
}
