// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Verification against the published vectors for trees and subtrees: each verdict as it says. */
class MerkleVectorsTest {

  /** Tells whether our code accepts what a vector has. */
  private interface Verification {
    boolean accepts(JsonObject vector);
  }

  @TestFactory
  Stream<DynamicTest> inclusion_publishedVector_hasTheWantedVerdict() throws IOException {
    return vectors(
        "inclusion",
        98,
        vector ->
            new InclusionProof(whole(vector, "leafIdx"), whole(vector, "treeSize"), proof(vector))
                .verify(hash(vector, "leafHash"), hash(vector, "root")));
  }

  @TestFactory
  Stream<DynamicTest> consistency_publishedVector_hasTheWantedVerdict() throws IOException {
    return vectors(
        "consistency",
        98,
        vector ->
            new ConsistencyProof(whole(vector, "size1"), whole(vector, "size2"), proof(vector))
                .verify(hash(vector, "root1"), hash(vector, "root2")));
  }

  @TestFactory
  Stream<DynamicTest> inclusion_publishedVectorOfASubtree_hasTheWantedVerdict() throws IOException {
    return vectors(
        "subtreeinclusion",
        204,
        vector ->
            subtree(vector)
                .verifyInclusion(
                    new InclusionProof(
                        whole(vector, "leafIdx"), whole(vector, "end"), proof(vector)),
                    hash(vector, "leafHash"),
                    hash(vector, "root")));
  }

  @TestFactory
  Stream<DynamicTest> consistency_publishedVectorOfASubtree_hasTheWantedVerdict()
      throws IOException {
    return vectors(
        "subtreeconsistency",
        118,
        vector ->
            subtree(vector)
                .verifyConsistency(
                    new ConsistencyProof(
                        whole(vector, "end"), whole(vector, "size"), proof(vector)),
                    hash(vector, "root1"),
                    hash(vector, "root2")));
  }

  private static Stream<DynamicTest> vectors(String kind, int count, Verification verification)
      throws IOException {
    String vectors = System.getenv("HERMESX_VECTORS");
    assumeTrue(
        vectors != null,
        "HERMESX_VECTORS is not set: it names the folder that contains rfc6962-merkle");
    Path folder = Path.of(vectors, "rfc6962-merkle", kind);
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(f -> f.toString().endsWith(".json")).sorted().toList();
      assertThat(files).as("vectors in %s", folder).hasSize(count);
      return files.stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      folder.relativize(file).toString(), () -> check(file, verification)));
    }
  }

  private static void check(Path file, Verification verification) throws IOException {
    // Some numbers are beyond what a double can tell apart, so they are read as text.
    String text = Files.readString(file).replaceAll("\":\\s*(\\d+)", "\": \"$1\"");
    JsonObject vector = (JsonObject) JsonValue.parse(text.getBytes(UTF_8), JsonLimits.STANDARD);

    assertThat(hashesAreWhole(vector) && verification.accepts(vector))
        .as("%s accepts", file)
        .isEqualTo(!vector.bool("wantErr"));
  }

  /** Some vectors have no leaf, or hashes of another length: our type refuses those by itself. */
  private static boolean hashesAreWhole(JsonObject vector) {
    return Stream.concat(vector.find("leafHash").stream(), proofItems(vector).stream())
        .allMatch(value -> decoded(value).length == Sha256.LENGTH);
  }

  private static Subtree subtree(JsonObject vector) {
    return new Subtree(whole(vector, "start"), whole(vector, "end"));
  }

  private static long whole(JsonObject vector, String name) {
    return Long.parseUnsignedLong(vector.string(name));
  }

  private static List<Sha256> proof(JsonObject vector) {
    return proofItems(vector).stream().map(item -> Sha256.wrap(decoded(item))).toList();
  }

  private static List<JsonValue> proofItems(JsonObject vector) {
    return vector.find("proof").orElseThrow() instanceof JsonArray array
        ? array.items()
        : List.of();
  }

  /** A hash; for roots that are some text, which are only ever compared, one of that text. */
  private static Sha256 hash(JsonObject vector, String name) {
    byte[] octets = decoded(vector.require(name));
    return octets.length == Sha256.LENGTH
        ? Sha256.wrap(octets)
        : Sha256.of("stands in for a root", octets);
  }

  private static byte[] decoded(JsonValue value) {
    return Base64.getDecoder().decode(((JsonString) value).value());
  }
}
