// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The canonical form against the published RFC 8785 vectors, and against a golden file of ours. */
final class CanonicalVectorsTest {

  @TestFactory
  Stream<DynamicTest> publishedVector_isMetByteForByte() throws IOException {
    String vectors = System.getenv("HERMESX_VECTORS");
    assumeTrue(
        vectors != null,
        "HERMESX_VECTORS is not set: it names the folder that contains rfc8785-jcs");
    Path folder = Path.of(vectors, "rfc8785-jcs");
    try (Stream<Path> inputs = Files.list(folder.resolve("input"))) {
      List<Path> files = inputs.sorted().toList();
      assertThat(files).as("vectors in %s", folder).hasSizeGreaterThanOrEqualTo(6);
      return files.stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(), () -> vector(folder, file)));
    }
  }

  private static void vector(Path folder, Path input) throws IOException {
    String name = input.getFileName().toString();
    byte[] canonical =
        JsonValue.parse(Files.readAllBytes(input), JsonLimits.STANDARD).canonicalBytes();
    String hex =
        Files.readString(folder.resolve("outhex").resolve(name.replace(".json", ".txt")), US_ASCII);
    assertThat(canonical).isEqualTo(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    assertThat(canonical).isEqualTo(Files.readAllBytes(folder.resolve("output").resolve(name)));
  }

  /**
   * Digests rest on this form: a difference here is a break of the format, not a new golden file.
   */
  @Test
  void goldenFile_isMetByteForByte() throws IOException {
    JsonValue value = JsonValue.parse(resource("canonical-input.json"), JsonLimits.STANDARD);
    byte[] golden = resource("canonical-golden.json");
    assertThat(new String(value.canonicalBytes(), UTF_8)).isEqualTo(new String(golden, UTF_8));
    assertThat(value.canonicalBytes()).isEqualTo(golden);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = CanonicalVectorsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
