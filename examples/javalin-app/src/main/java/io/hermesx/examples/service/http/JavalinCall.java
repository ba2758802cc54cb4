// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.identity.Caller;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A call over a request of Javalin's. */
final class JavalinCall implements Call {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Context context;
  private final Route route;
  private final String requestId;
  private final Optional<Caller> caller;
  private final JsonObject body;

  JavalinCall(
      Context context, Route route, String requestId, Optional<Caller> caller, JsonObject body) {
    this.context = context;
    this.route = route;
    this.requestId = requestId;
    this.caller = caller;
    this.body = body;
  }

  @Override
  public Caller caller() {
    return caller.orElseThrow(() -> new IllegalStateException(route.path() + " asks for no key"));
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public String target() {
    return context.path();
  }

  @Override
  public String path(String name) {
    return context.pathParam(name);
  }

  @Override
  public UUID id(String name) {
    String text = path(name);
    if (!UUID_TEXT.matcher(text).matches()) {
      throw Problems.notFound();
    }
    return UUID.fromString(text);
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  @Override
  public JsonObject body() {
    return body;
  }

  @Override
  public void replyHeader(String name, String value) {
    context.header(name, value);
  }

  @Override
  public OutputStream stream(String contentType) {
    context.status(200).contentType(contentType);
    try {
      return context.res().getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException("the answer could not be begun", e);
    }
  }
}
