// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A published vector of the Wycheproof project.
 *
 * @param group what its group says
 * @param fields what it says itself
 */
record Wycheproof(JsonObject group, JsonObject fields) {

  private static final JsonLimits LIMITS = new JsonLimits(16 << 20, 64, 1 << 20, 1_000_000);

  /** Reads the vectors of a file, or ends the test where the folder of vectors is not known. */
  static Stream<Wycheproof> read(String file, int number) throws IOException {
    String vectors = System.getenv("HERMESX_VECTORS");
    assumeTrue(
        vectors != null,
        "HERMESX_VECTORS is not set: it names the folder that contains wycheproof");
    Path path = Path.of(vectors, "wycheproof", file);
    JsonObject root = (JsonObject) JsonValue.parse(Files.readAllBytes(path), LIMITS);
    List<Wycheproof> all =
        objects(root, "testGroups")
            .flatMap(group -> objects(group, "tests").map(test -> new Wycheproof(group, test)))
            .toList();
    assertThat(all).as("vectors in %s", path).hasSize(number);
    return all.stream();
  }

  private static Stream<JsonObject> objects(JsonObject parent, String name) {
    return ((JsonArray) parent.require(name)).items().stream().map(JsonObject.class::cast);
  }

  String name() {
    return fields.integer("tcId") + " " + fields.string("comment");
  }

  boolean isValid() {
    return !fields.string("result").equals("invalid");
  }

  byte[] octets(String name) {
    return HexFormat.of().parseHex(fields.string(name));
  }
}
