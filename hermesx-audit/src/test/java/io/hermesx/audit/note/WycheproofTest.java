// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The published attack vectors of Project Wycheproof, through the path that checkpoints take. */
final class WycheproofTest {

  private static final JsonLimits LARGE = new JsonLimits(1 << 26, 16, 1 << 22, 1_000_000);
  private static final HexFormat HEX = HexFormat.of();

  @TestFactory
  Stream<DynamicTest> ed25519_publishedVector_hasItsVerdict() throws IOException {
    return vectors("ed25519_test.json", 151, WycheproofTest::ed25519);
  }

  @TestFactory
  Stream<DynamicTest> mlDsa44_publishedVector_hasItsVerdict() throws IOException {
    return vectors("mldsa_44_verify_test.json", 180, WycheproofTest::mlDsa44);
  }

  private static boolean ed25519(JsonObject group, JsonObject vector) {
    JsonObject key = (JsonObject) group.require("publicKey");
    return isKey(SignatureType.ED25519, HEX.parseHex(key.string("pk")))
        && VerifierKey.of("example.com", SignatureType.ED25519, HEX.parseHex(key.string("pk")))
            .verifies(HEX.parseHex(vector.string("msg")), HEX.parseHex(vector.string("sig")));
  }

  private static boolean mlDsa44(JsonObject group, JsonObject vector) {
    byte[] key = HEX.parseHex(group.string("publicKey"));
    byte[] message = HEX.parseHex(vector.string("msg"));
    byte[] signature = HEX.parseHex(vector.string("sig"));
    if (!isKey(SignatureType.ML_DSA_44, key)) {
      return false;
    }
    byte[] context = HEX.parseHex(vector.find("ctx").isPresent() ? vector.string("ctx") : "");
    return context.length == 0
        ? VerifierKey.of("example.com", SignatureType.ML_DSA_44, key).verifies(message, signature)
        : MlDsa44Scheme.verify(key, context, message, signature);
  }

  private static boolean isKey(SignatureType type, byte[] key) {
    try {
      VerifierKey.of("example.com", type, key);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Stream<DynamicTest> vectors(String file, int count, Verifier verifier)
      throws IOException {
    String vectors = System.getenv("HERMESX_VECTORS");
    assumeTrue(
        vectors != null,
        "HERMESX_VECTORS is not set: it names the folder that contains wycheproof");
    byte[] json = Files.readAllBytes(Path.of(vectors, "wycheproof", file));
    JsonObject suite = (JsonObject) JsonValue.parse(json, LARGE);
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonValue group : ((JsonArray) suite.require("testGroups")).items()) {
      for (JsonValue vector : ((JsonArray) ((JsonObject) group).require("tests")).items()) {
        tests.add(test((JsonObject) group, (JsonObject) vector, verifier));
      }
    }
    assertThat(tests).hasSize(count);
    return tests.stream();
  }

  private static DynamicTest test(JsonObject group, JsonObject vector, Verifier verifier) {
    return DynamicTest.dynamicTest(
        vector.integer("tcId") + " " + vector.string("comment"),
        () ->
            assertThat(verifier.verify(group, vector))
                .isEqualTo(vector.string("result").equals("valid")));
  }

  @FunctionalInterface
  private interface Verifier {
    boolean verify(JsonObject group, JsonObject vector);
  }
}
