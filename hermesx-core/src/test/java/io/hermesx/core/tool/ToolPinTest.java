// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The golden file was made by another implementation from docs/reference/formats.md alone. */
class ToolPinTest {

  @Test
  void pin_ofEachGoldenDefinition_isTheGoldenOne() {
    for (JsonObject row : golden("tool-pin-v1.json")) {
      ToolDefinition definition = definition((JsonObject) row.require("definition"));

      assertThat(definition.pin()).as(row.string("case")).hasToString(row.string("pin"));
    }
  }

  @Test
  void goldenDefinitions_haveTheGoldenCanonicalFormAndPinsOfTheirOwn() {
    List<String> pins = new ArrayList<>();
    for (JsonObject row : golden("tool-pin-v1.json")) {
      assertThat(row.require("definition").canonical()).isEqualTo(row.string("canonical"));
      pins.add(row.string("pin"));
    }
    assertThat(pins).hasSizeGreaterThan(10);
    assertThat(new HashSet<>(pins)).hasSameSizeAs(pins);
  }

  @Test
  void pin_ofASchemaInAnotherOrder_isTheSame() {
    String one = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{}}}";
    String other = "{\"properties\":{\"b\":{},\"a\":{\"type\":\"string\"}},\"type\":\"object\"}";

    assertThat(ToolDefinition.builder("t").description("d").inputSchema(one).build())
        .isEqualTo(ToolDefinition.builder("t").description("d").inputSchema(other).build());
  }

  private static ToolDefinition definition(JsonObject json) {
    ToolEffect effect =
        Arrays.stream(ToolEffect.values())
            .filter(value -> value.wireName().equals(json.string("effect")))
            .findFirst()
            .orElseThrow();
    ToolDefinition.Builder builder =
        ToolDefinition.builder(json.string("name"))
            .description(json.string("description"))
            .effect(effect)
            .inputSchema((JsonObject) json.require("inputSchema"));
    json.find("outputSchema").ifPresent(schema -> builder.outputSchema((JsonObject) schema));
    json.find("server").ifPresent(server -> builder.server(json.string("server")));
    return builder.build();
  }

  static List<JsonObject> golden(String name) {
    try (InputStream file = ToolPinTest.class.getResourceAsStream(name)) {
      JsonArray rows = (JsonArray) JsonValue.parse(new String(file.readAllBytes(), UTF_8));
      return rows.items().stream().map(JsonObject.class::cast).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
