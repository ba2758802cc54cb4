// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.0.3 document of a route table. */
public final class OpenApi {

  private static final Pattern PART = Pattern.compile("\\{([a-z_]+)}");
  private static final JsonObject PROBLEM_REF =
      JsonObject.of("$ref", new JsonString("#/components/schemas/Problem"));

  private OpenApi() {}

  /** The route that answers with the document about these routes and itself. */
  static Route route(List<Route> others) {
    List<Route> all = new ArrayList<>(others);
    Route documented = draft().handledBy(call -> Reply.noContent());
    all.add(documented);
    JsonObject document = document(all);
    return draft().handledBy(call -> Reply.ok(document));
  }

  private static Route.Builder draft() {
    return Route.get("/v1/openapi")
        .open()
        .summary("This document")
        .answers(200, "The OpenAPI document of this service", Schemas.anyObject());
  }

  static JsonObject document(List<Route> routes) {
    Map<String, JsonObject.Builder> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.path(), path -> JsonObject.builder())
          .put(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
    }
    JsonObject.Builder pathItems = JsonObject.builder();
    paths.forEach((path, item) -> pathItems.put(path, item.build()));
    return JsonObject.builder()
        .put("openapi", "3.0.3")
        .put(
            "info",
            JsonObject.builder()
                .put("title", "HermesX example service")
                .put("version", "1")
                .put("description", "An agent's calls, governed. Errors are RFC 9457 problems.")
                .build())
        .put("paths", pathItems.build())
        .put("components", components())
        .build();
  }

  private static JsonObject operation(Route route) {
    JsonObject.Builder operation =
        JsonObject.builder()
            .put("operationId", operationId(route))
            .put("summary", route.summary())
            .put("description", description(route));
    List<JsonObject> parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", JsonArray.of(parameters));
    }
    route
        .body()
        .ifPresent(
            body ->
                operation.put(
                    "requestBody",
                    JsonObject.builder()
                        .put("required", true)
                        .put("content", content("application/json", body.schema()))
                        .build()));
    JsonObject.Builder responses = JsonObject.builder();
    route.answers().forEach(answer -> responses.put("" + answer.status(), answer(answer)));
    responses.put(
        "default",
        JsonObject.of(
            "description",
            new JsonString("A problem"),
            "content",
            content(Problem.MEDIA_TYPE, PROBLEM_REF)));
    operation.put("responses", responses.build());
    operation.put(
        "security",
        route.scope().equals(Route.OPEN)
            ? JsonArray.of()
            : JsonArray.of(JsonObject.of("bearer", JsonArray.of())));
    return operation.build();
  }

  private static String operationId(Route route) {
    return (route.verb().name().toLowerCase(Locale.ROOT)
            + route.path().replaceFirst("/v1(?=/)", "").replaceAll("[^a-z]+", "_"))
        .replaceAll("_$", "");
  }

  private static String description(Route route) {
    return switch (route.scope()) {
      case Route.OPEN -> "Needs no key.";
      case Route.ANY_KEY -> "Needs any valid key.";
      default -> "Needs the scope " + route.scope() + ".";
    };
  }

  private static List<JsonObject> parameters(Route route) {
    List<JsonObject> all = new ArrayList<>();
    Matcher parts = PART.matcher(route.path());
    while (parts.find()) {
      all.add(parameter("path", parts.group(1), "Part of the path.", Schemas.text("")));
    }
    route
        .queries()
        .forEach(q -> all.add(parameter("query", q.name(), q.description(), q.schema())));
    if (route.idempotent()) {
      all.add(
          parameter(
              "header",
              "Idempotency-Key",
              "A fresh text per write: the same again answers as before, and does nothing.",
              Schemas.text(1, 128)));
    }
    return all;
  }

  private static JsonObject parameter(String in, String name, String about, JsonObject schema) {
    return JsonObject.builder()
        .put("in", in)
        .put("name", name)
        .put("description", about)
        .put("required", in.equals("path"))
        .put("schema", schema)
        .build();
  }

  private static JsonObject answer(Route.Answer answer) {
    JsonObject.Builder json = JsonObject.builder().put("description", answer.description());
    if (!answer.contentType().isEmpty()) {
      json.put("content", content(answer.contentType(), answer.schema()));
    }
    return json.build();
  }

  private static JsonObject content(String type, JsonValue schema) {
    return JsonObject.of(type, JsonObject.of("schema", schema));
  }

  private static JsonObject components() {
    return JsonObject.of(
        "securitySchemes",
        JsonObject.of(
            "bearer",
            JsonObject.of("type", new JsonString("http"), "scheme", new JsonString("bearer"))),
        "schemas",
        JsonObject.of(
            "Problem",
            Schemas.object(
                "type",
                Schemas.text("A URN."),
                "title",
                Schemas.text("The same for every problem of this code."),
                "status",
                Schemas.whole(),
                "detail",
                Schemas.text("What to do."),
                "code",
                Schemas.text("For programs; stable."),
                "request_id",
                Schemas.text("Quote it when you report the problem."),
                "errors?",
                Schemas.list(
                    Schemas.object(
                        "pointer", Schemas.text("RFC 6901."), "detail", Schemas.text("What."))))));
  }
}
