// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemas and values that want to make the validator fetch, loop, or run out of stack, memory or
 * time.
 */
@Timeout(60)
final class JsonSchemaAttackTest {

  private static JsonSchema schema(String text) {
    return JsonSchema.compile(JsonObject.parseObject(text));
  }

  /** The server hears nobody before the control, whose connection is the first in the queue. */
  @Test
  void remoteReference_isNeverFetched() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String there = "http://127.0.0.1:" + server.getLocalPort() + "/s.json";
      for (String attack :
          new String[] {
            "{\"type\":\"object\",\"$ref\":\"" + there + "\"}",
            "{\"type\":\"object\",\"properties\":{\"v\":{\"$ref\":\"" + there + "#/a\"}}}",
            "{\"type\":\"object\",\"$schema\":\"" + there + "\"}",
            "{\"type\":\"object\",\"$id\":\""
                + there
                + "\",\"properties\":{\"v\":{\"$ref\":\"other.json\"}}}",
            "{\"type\":\"object\",\"$defs\":{\"a\":{\"$id\":\"" + there + "\"}}}",
            "{\"type\":\"object\",\"properties\":{\"v\":{\"$dynamicRef\":\"" + there + "\"}}}",
            "{\"type\":\"object\",\"$vocabulary\":{\"" + there + "\":true}}"
          }) {
        assertThatThrownBy(() -> schema(attack)).isInstanceOf(JsonSchemaException.class);
      }
      JsonSchema identified =
          schema(
              "{\"type\":\"object\",\"$id\":\""
                  + there
                  + "\",\"properties\":{\"v\":{\"$ref\":\"#\"}}}");
      assertThat(identified.validate(JsonValue.parse("{\"v\":{}}"))).isEmpty();
      assertThatThrownBy(
              () ->
                  new SchemaValidator(JsonObject.of("$ref", new JsonString(there)))
                      .errors(JsonObject.empty()))
          .as("the validator itself, without our check before it")
          .isInstanceOf(RuntimeException.class);

      try (Socket control = new Socket(server.getInetAddress(), server.getLocalPort())) {
        control.getOutputStream().write("control\n".getBytes(UTF_8));
        try (Socket first = server.accept();
            BufferedReader heard =
                new BufferedReader(new InputStreamReader(first.getInputStream(), UTF_8))) {
          assertThat(heard.readLine()).isEqualTo("control");
        }
      }
    }
  }

  @Test
  void fileReference_isNeverRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("s.json"), "{\"type\":\"object\"}", UTF_8);
    String reference = file.toUri().toString();
    assertThatThrownBy(() -> schema("{\"type\":\"object\",\"$ref\":\"" + reference + "\"}"))
        .isInstanceOf(JsonSchemaException.class)
        .hasMessageContaining("nothing is ever fetched");
    assertThatThrownBy(
            () ->
                new SchemaValidator(JsonObject.of("$ref", new JsonString(reference)))
                    .errors(JsonObject.empty()))
        .as("the validator itself, without our check before it")
        .isInstanceOf(RuntimeException.class);
  }

  /**
   * A backtracking matcher tries 2^30 ways for thirty characters, and would never end for a hundred
   * thousand.
   */
  @Test
  void nestedQuantifiers_areMatchedInLinearTime() {
    JsonSchema schema =
        schema(
            "{\"type\":\"object\",\"properties\":{\"v\":{\"pattern\":\"^(a+)+$\"},\"w\":{\"pattern\":\"(x*x*x*)*y|(a|a|a?)*$b\"}}}");
    for (int length : new int[] {30, 100_000}) {
      JsonString text = new JsonString("a".repeat(length) + "!");
      assertThat(schema.validate(JsonObject.of("v", text, "w", text))).hasSize(2);
      assertThat(schema.validate(JsonObject.of("v", new JsonString("a".repeat(length))))).isEmpty();
    }
  }

  @Test
  void patternTimesText_beyondTheLimit_isAViolation() {
    JsonSchema schema =
        schema(
            "{\"type\":\"object\",\"properties\":{\"v\":{\"not\":{\"pattern\":\"[a-z]{900}[0-9]\"}}}}");
    assertThat(schema.validate(JsonObject.of("v", new JsonString("a".repeat(10_000))))).isEmpty();
    assertThat(schema.validate(JsonObject.of("v", new JsonString("a".repeat(100_000)))))
        .singleElement()
        .satisfies(
            v ->
                assertThat(v.message()).contains("too long for its pattern").contains("allowed: "));
  }

  @Test
  void references_thatMultiply_areStopped() {
    String doubling =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "\"d"
                        + i
                        + "\":{\"allOf\":[{\"$ref\":\"#/$defs/d"
                        + (i + 1)
                        + "\"},{\"$ref\":\"#/$defs/d"
                        + (i + 1)
                        + "\"}]}")
            .collect(Collectors.joining(","));
    JsonSchema schema =
        schema(
            "{\"type\":\"object\",\"properties\":{\"v\":{\"$ref\":\"#/$defs/d0\"}},\"$defs\":{"
                + doubling
                + ",\"d30\":{\"type\":\"integer\"}}}");
    assertThat(schema.validate(JsonValue.parse("{\"v\":1}")))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("more than 1000000 steps"));
    assertThat(schema.validate(JsonObject.empty())).isEmpty();
  }

  @Test
  void recursionThatMultiplies_isStopped() {
    JsonSchema schema =
        schema(
            "{\"type\":\"object\",\"properties\":{\"c\":{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}},\"additionalProperties\":true}");
    JsonValue deep = JsonObject.empty();
    for (int i = 0; i < 40; i++) {
      deep = JsonObject.of("c", deep);
    }
    assertThat(schema.validate(deep))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("steps"));
  }

  @Test
  void deepestValue_isDecidedOnASmallStack() throws InterruptedException {
    JsonSchema schema = schema("{\"type\":\"object\",\"properties\":{\"c\":{\"$ref\":\"#\"}}}");
    JsonValue fits = JsonObject.empty();
    for (int i = 1; i < 150; i++) {
      fits = JsonObject.of("c", fits);
    }
    JsonValue deep = fits;
    for (int i = 0; i < 100; i++) {
      deep = JsonObject.of("c", deep);
    }
    JsonValue shallow = fits;
    JsonValue deepest = deep;
    int[] violations = new int[2];
    Thread small =
        new Thread(
            null,
            () -> {
              violations[0] = 1 + schema.validate(shallow).size();
              violations[1] = 1 + schema.validate(deepest).size();
            },
            "small stack",
            512 * 1024);
    small.start();
    small.join();
    assertThat(violations).containsExactly(1, 2);
  }

  @Test
  void chainOfReferences_thatIsTooLong_isRefused() {
    String chain =
        IntStream.range(0, 150)
            .mapToObj(i -> "\"d" + i + "\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}")
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> schema("{\"type\":\"object\",\"$defs\":{" + chain + ",\"d150\":{}}}"))
        .isInstanceOf(JsonSchemaException.class)
        .hasMessageContaining("through too many others");
  }

  @Test
  void schemaWithTooManyParts_isRefused() {
    String parts =
        IntStream.range(0, 2001)
            .mapToObj(i -> "\"p" + i + "\":{}")
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> schema("{\"type\":\"object\",\"properties\":{" + parts + "}}"))
        .isInstanceOf(JsonSchemaException.class)
        .hasMessageContaining("too many schemas");
  }

  /** Each error is an object; a hundred thousand of them are not kept. */
  @Test
  void valueWithManyErrors_keepsFew() {
    JsonObject schema =
        JsonObject.parseObject(
            "{\"type\":\"object\",\"properties\":{\"v\":{\"items\":{\"type\":\"string\"}}}}");
    JsonObject value = JsonObject.of("v", JsonValue.parse("[0" + ",0".repeat(50_000) + "]"));
    assertThat(new SchemaValidator(schema).errors(value)).hasSize(BoundedEvaluation.MOST_ERRORS);
    assertThat(JsonSchema.compile(schema).validate(value)).hasSize(20);
  }
}
