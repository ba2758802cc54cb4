// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.note.TrustPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that was written once, and is read for ever. */
class GoldenBundleTest {

  @TempDir Path folder;

  private Path file(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenBundleTest.class.getResourceAsStream(name), name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  @Test
  void goldenBundle_isOk() throws IOException {
    BundleVerifier verifier =
        BundleVerifier.builder()
            .policy(TrustPolicy.read(file("golden-policy.txt")))
            .anchors(file("golden-anchors.txt"))
            .build();

    try (InputStream bundle = Files.newInputStream(file("golden-bundle.ndjson"))) {
      VerificationReport report = verifier.verify(bundle);

      assertThat(report.outcome()).as(ReportText.of(report)).isEqualTo(Outcome.OK);
      assertThat(report.logs())
          .extracting(log -> log.root().hex())
          .containsExactly(
              "b5cb28c9455ff43abaf4120e8772adeaf94c9426b61a0af8c02f155a39519467",
              "4692a987619b1240babf4f24b919e71f47254430f54caa4afc5803545ef34559",
              "3a5c0c8a82e38dc8f3db54d0f891cf07b258ff55bbf311cef4a0b3c44383e113",
              "b7d5390d9391ced30ec1c4e19a5af22eaa377c71055797df5c267168a0b07849");
    }
  }

  @Test
  void goldenBundle_inPython_isOk() throws IOException, InterruptedException {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--policy", file("golden-policy.txt").toString()));
    words.addAll(List.of("--anchors", file("golden-anchors.txt").toString()));
    words.add(file("golden-bundle.ndjson").toString());

    PythonVerifier.Ran ran = new PythonVerifier(folder).run(words);

    assertThat(ran.places()).isEmpty();
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  /** Whoever wants to trust it has to read it. */
  @Test
  void verifierInPython_isShort() throws IOException {
    try (Stream<Path> files = Files.list(PythonVerifier.SCRIPT.getParent())) {
      List<Path> scripts = files.filter(file -> file.toString().endsWith(".py")).toList();
      assertThat(scripts).hasSize(4);
      for (Path script : scripts) {
        assertThat(Files.readAllLines(script)).hasSizeLessThan(300);
      }
    }
  }
}
