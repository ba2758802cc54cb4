// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.store.StoreException;
import io.hermesx.examples.service.identity.Caller;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One request from its first octet to its log line. Thread-safe. */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final String ID_HEADER = "X-Request-Id";
  private static final String ID = "hermesx.request";
  private static final String START = "hermesx.start";
  private static final String ROUTE = "hermesx.route";
  private static final String TENANT = "hermesx.tenant";

  private final HttpServer.Parts parts;
  private final RequestBody bodies;

  Exchange(HttpServer.Parts parts) {
    this.parts = parts;
    this.bodies = new RequestBody(parts.limits(), parts.ticker());
  }

  void begin(Context context) {
    String id =
        Optional.ofNullable(context.header(ID_HEADER))
            .filter(text -> REQUEST_ID.matcher(text).matches())
            .orElseGet(() -> parts.ids().next().toString());
    context.attribute(ID, id);
    context.attribute(START, parts.ticker().nanos());
    context.header(ID_HEADER, id);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Cache-Control", "no-store");
    MDC.clear();
    MDC.put("request_id", id);
    if (!context.method().isHttpMethod()) {
      // Javalin takes BEFORE and AFTER for its own handlers of that name.
      throw new MethodNotAllowedResponse();
    }
  }

  void answer(Context context, Route route) {
    context.attribute(ROUTE, route.path());
    Optional<Caller> caller = caller(context, route);
    requireKnownQueries(context, route);
    JsonObject body =
        route.body().isPresent()
            ? bodies.read(context.req(), route.body().get())
            : JsonObject.empty();
    write(
        context,
        route.handler().handle(new JavalinCall(context, route, id(context), caller, body)));
  }

  private Optional<Caller> caller(Context context, Route route) {
    if (route.scope().equals(Route.OPEN)) {
      return Optional.empty();
    }
    Caller caller = parts.keys().require(Optional.ofNullable(context.header("Authorization")));
    context.attribute(TENANT, caller.tenant().toString());
    MDC.put("tenant", caller.tenant().toString());
    if (!route.scope().equals(Route.ANY_KEY) && !caller.may(route.scope())) {
      throw Problems.scopeMissing(route.scope());
    }
    return Optional.of(caller);
  }

  private static void requireKnownQueries(Context context, Route route) {
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (route.queries().stream().noneMatch(query -> query.name().equals(name))) {
                throw Problems.invalid(
                    "The query has a parameter this route does not take. It takes "
                        + route.queries().stream().map(Route.Query::name).toList()
                        + ".");
              }
              if (values.size() > 1) {
                throw Problems.invalid(
                    "The query parameter " + name + " comes twice. Send it once.");
              }
            });
  }

  private static void write(Context context, Reply reply) {
    if (reply.streamed()) {
      return;
    }
    reply.headers().forEach(context::header);
    context.status(reply.status());
    reply.body().ifPresent(body -> context.contentType(reply.contentType()).result(body));
  }

  void answerFailures(JavalinConfig config) {
    config.routes.exception(ProblemException.class, (e, context) -> problem(context, e.problem()));
    config.routes.exception(
        HttpResponseException.class, (e, context) -> problem(context, translated(e)));
    config.routes.exception(
        StoreException.class,
        (e, context) -> {
          LOG.warn("the store did not answer", e);
          problem(context, Problems.unavailable());
        });
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("a route failed", e);
          problem(context, Problems.internal());
        });
  }

  private static Problem translated(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 ->
          Problem.of(
              404,
              "no_such_path",
              "No such path",
              "GET /v1/openapi lists every path of this service.");
      case 405 ->
          Problem.of(
              405,
              "method_not_allowed",
              "Method not allowed",
              "This path has other methods; GET /v1/openapi lists them.");
      case 413 -> Problems.tooLarge(0);
      default ->
          Problem.of(e.getStatus(), "invalid_request", "The request is not valid", "Correct it.");
    };
  }

  private void problem(Context context, Problem problem) {
    if (context.res().isCommitted()) {
      return;
    }
    problem.headers().forEach(context::header);
    context
        .status(problem.status())
        .contentType(Problem.MEDIA_TYPE)
        .result(problem.toJson(id(context)).toJson());
  }

  void end(Context context, Float millis) {
    @Nullable Long start = context.attribute(START);
    @Nullable String route = context.attribute(ROUTE);
    RequestFacts facts =
        new RequestFacts(
            id(context),
            context.method().name(),
            route == null ? "unmatched" : route,
            context.statusCode(),
            Duration.ofNanos(start == null ? 0 : parts.ticker().nanos() - start),
            Optional.ofNullable(context.attribute(TENANT)));
    parts.observers().forEach(observer -> observer.accept(facts));
    MDC.clear();
  }

  private String id(Context context) {
    @Nullable String id = context.attribute(ID);
    return id == null ? parts.ids().next().toString() : id;
  }
}
