// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonPointer;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document says what the server does, and the server does what the document says. */
class OpenApiTest {

  /** What issue and brief ask for, so that a route that is dropped from the table is missed. */
  private static final List<String> ROUTES =
      List.of(
          "GET /v1/health",
          "GET /v1/health/live",
          "GET /v1/health/ready",
          "GET /v1/me",
          "POST /v1/tenants",
          "GET /v1/tenants",
          "GET /v1/tenants/{id}",
          "PATCH /v1/tenants/{id}",
          "GET /admin/v1/sandbox-policy",
          "PUT /admin/v1/sandbox-policy",
          "DELETE /admin/v1/sandbox-policy",
          "POST /v1/api-keys",
          "GET /v1/api-keys",
          "GET /v1/api-keys/{id}",
          "DELETE /v1/api-keys/{id}",
          "POST /v1/sessions",
          "GET /v1/sessions",
          "GET /v1/sessions/{id}",
          "DELETE /v1/sessions/{id}",
          "GET /v1/sessions/{id}/messages",
          "POST /v1/sessions/{id}/messages",
          "GET /v1/approvals",
          "POST /v1/approvals/{id}/decision",
          "GET /v1/usage",
          "GET /v1/audit-logs",
          "POST /v1/audit-logs/verify",
          "GET /v1/audit-logs/{event_id}",
          "GET /v1/audit-logs/{event_id}/proof",
          "GET /v1/audit-logs/checkpoint",
          "GET /v1/audit-logs/consistency",
          "GET /v1/audit-logs/export",
          "GET /v1/audit-status",
          "GET /v1/execution-receipts",
          "GET /v1/execution-receipts/{id}",
          "GET /v1/metrics",
          "GET /v1/openapi");

  private static RunningService service;
  private static JsonObject document;

  @BeforeAll
  static void start() {
    service = new RunningService();
    document = RunningService.json(service.get("", "/v1/openapi"));
  }

  @AfterAll
  static void end() {
    service.close();
  }

  private record Operation(String verb, String path, JsonObject json) {}

  private static List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    ((JsonObject) document.require("paths"))
        .members()
        .forEach(
            (path, item) ->
                ((JsonObject) item)
                    .members()
                    .forEach(
                        (verb, json) ->
                            all.add(
                                new Operation(
                                    verb.toUpperCase(Locale.ROOT), path, (JsonObject) json))));
    return all;
  }

  @Test
  void document_holdsEveryRoute() {
    assertThat(operations().stream().map(o -> o.verb() + " " + o.path())).containsAll(ROUTES);
  }

  @Test
  void everyDocumentedRoute_answersOtherThanNoSuchPath() {
    for (Operation operation : operations()) {
      String path = operation.path().replaceAll("\\{[a-z_]+}", "x");
      HttpResponse<String> answer =
          service.send(
              service
                  .request("", path)
                  .method(operation.verb(), HttpRequest.BodyPublishers.noBody()));
      assertThat(answer.body())
          .as(operation.verb() + " " + operation.path())
          .doesNotContain("no_such_path")
          .doesNotContain("method_not_allowed");
    }
  }

  @Test
  void everyRouteThatNeedsAKey_isClosedWithoutOneAndSaysSo() {
    for (Operation operation : operations()) {
      boolean open = ((JsonArray) operation.json().require("security")).items().isEmpty();
      String path = operation.path().replaceAll("\\{[a-z_]+}", "x");
      int status =
          service
              .send(
                  service
                      .request("", path)
                      .method(operation.verb(), HttpRequest.BodyPublishers.noBody()))
              .statusCode();
      assertThat(status == 401).as(operation.verb() + " " + path).isEqualTo(!open);
    }
  }

  @Test
  void document_isWellFormedOpenApi() {
    assertThat(document.string("openapi")).isEqualTo("3.0.3");
    assertThat(document.require("info").toJson()).contains("\"title\"", "\"version\"");
    Set<String> ids = new HashSet<>();
    for (Operation operation : operations()) {
      assertThat(ids.add(operation.json().string("operationId"))).as(operation.path()).isTrue();
      assertPathParameters(operation);
      assertResponses(operation);
    }
    assertReferences(document);
  }

  private static void assertPathParameters(Operation operation) {
    Set<String> inPath = new HashSet<>();
    Matcher parts = Pattern.compile("\\{([a-z_]+)}").matcher(operation.path());
    while (parts.find()) {
      inPath.add(parts.group(1));
    }
    Set<String> declared = new HashSet<>();
    JsonValue parameters = operation.json().find("parameters").orElse(JsonArray.of());
    for (JsonValue value : ((JsonArray) parameters).items()) {
      JsonObject parameter = (JsonObject) value;
      assertThat(parameter.find("schema")).isPresent();
      if (parameter.string("in").equals("path")) {
        assertThat(parameter.bool("required")).isTrue();
        declared.add(parameter.string("name"));
      }
    }
    assertThat(declared).as(operation.path()).isEqualTo(inPath);
  }

  private static void assertResponses(Operation operation) {
    JsonObject responses = (JsonObject) operation.json().require("responses");
    assertThat(responses.keys()).contains("default").hasSizeGreaterThan(1);
    responses
        .members()
        .forEach(
            (status, response) -> {
              assertThat(status).matches("default|[1-5][0-9][0-9]");
              assertThat(((JsonObject) response).string("description")).isNotBlank();
            });
  }

  private static void assertReferences(JsonValue value) {
    if (value instanceof JsonArray array) {
      array.items().forEach(OpenApiTest::assertReferences);
    }
    if (value instanceof JsonObject object) {
      object.members().values().forEach(OpenApiTest::assertReferences);
      if (object.find("$ref").orElse(null) instanceof JsonString reference) {
        assertThat(document.at(JsonPointer.parse(reference.value().substring(1)))).isPresent();
      }
      assertOnlyOneType(object);
    }
  }

  /** OpenAPI 3.0 knows no list of types, no const and no $defs, which JSON Schema does. */
  private static void assertOnlyOneType(JsonObject object) {
    boolean schema = object.find("type").isPresent() && object.find("in").isEmpty();
    if (schema && object.find("properties").isEmpty()) {
      assertThat(object.keys()).doesNotContain("const", "$defs", "prefixItems");
    }
  }
}
