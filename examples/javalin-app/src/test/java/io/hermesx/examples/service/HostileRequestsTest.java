// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Requests that are wrong in one way each, from a data file; the first ones are right. */
class HostileRequestsTest {

  private static RunningService service;
  private static String key;

  @BeforeAll
  static void start() {
    service = new RunningService("HERMESX_BODY_LIMIT", "4096");
    key = service.tenantKey("Attacked");
  }

  @AfterAll
  static void end() {
    service.close();
  }

  @TestFactory
  List<DynamicTest> everyRequest_isAnsweredAsTheFileSays() throws IOException {
    try (InputStream in = HostileRequestsTest.class.getResourceAsStream("hostile-requests.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .map(row -> DynamicTest.dynamicTest(row.get(0), () -> check(row)))
          .toList();
    }
  }

  private static void check(List<String> row) {
    assertThat(row).hasSize(7);
    String[] target = row.get(1).split(" ", 2);
    HttpRequest.Builder request = service.request(key, target[1]);
    if (!row.get(2).isEmpty()) {
      request.header("Content-Type", row.get(2));
    }
    HttpResponse<String> answer =
        service.send(
            request.method(target[0], HttpRequest.BodyPublishers.ofString(body(row.get(3)))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(Integer.parseInt(row.get(4)));
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    if (!row.get(5).equals("-")) {
      assertProblem(answer, row.get(5), row.get(6));
    }
  }

  private static void assertProblem(HttpResponse<String> answer, String code, String pointer) {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonObject problem = RunningService.json(answer);
    assertThat(problem.string("code")).isEqualTo(code);
    assertThat(problem.integer("status")).isEqualTo(answer.statusCode());
    assertThat(problem.string("title")).isNotBlank();
    assertThat(problem.string("detail")).isNotBlank();
    assertThat(problem.string("type")).isEqualTo("urn:hermesx:problem:" + code);
    assertThat(answer.headers().firstValue("X-Request-Id")).hasValue(problem.string("request_id"));
    if (!pointer.equals("-")) {
      assertThat(problem.require("errors").toJson()).contains("\"pointer\":\"" + pointer + "\"");
    }
  }

  private static String body(String text) {
    return switch (text) {
      case "@DEEP@" -> "{\"title\":" + "[".repeat(100) + "]".repeat(100) + "}";
      case "@BIG@" -> "{\"title\":\"" + "a".repeat(5_000) + "\"}";
      case "@LONGKEY@" -> "{\"title\":\"" + "a".repeat(201) + "\"}";
      default -> text;
    };
  }
}
