// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged verifier in a process of its own, with nothing beside it. */
class VerifierJarIT {

  private static final Path JAR = Path.of(System.getProperty("hermesx.verifier.jar"));

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private Ran run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-jar",
                JAR.toString()));
    command.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.environment().remove("CLASSPATH");
    Process started = process.start();
    assertThat(started.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ran(
        started.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private List<String> write(ForgedBundle bundle) throws IOException {
    Path file = Files.write(folder.resolve("bundle"), bundle.toOctets());
    Path anchors = Files.writeString(folder.resolve("anchors"), bundle.anchorText());
    Path policy = Files.writeString(folder.resolve("policy"), ForgedBundle.POLICY.format());
    return List.of("--policy", policy.toString(), "--anchors", anchors.toString(), file.toString());
  }

  private Ran verify(ForgedBundle bundle, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("verify"));
    words.addAll(List.of(options));
    words.addAll(write(bundle));
    return run(words.toArray(String[]::new));
  }

  @Test
  void legalBundle_inTheJar_isOk() throws Exception {
    Ran ran = verify(LegalBundle.of(1));

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).endsWith("ok\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void changedBundle_inTheJar_isTamperedWith() throws Exception {
    ForgedBundle bundle = LegalBundle.of(1);
    bundle.logs.get(1).rows.get(3).put("tool", "harmless");

    Ran ran = verify(bundle, "--json");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("\"outcome\":\"tampered\"").contains("leaf-mismatch");
  }

  @Test
  void wrongOption_inTheJar_namesTheNearest() throws Exception {
    Ran ran = run("verify", "--polizy", "x", "y");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("did you mean --policy?");
  }

  @Test
  void jar_holdsNothingOfAnApplication() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> classes =
          jar.stream().map(entry -> entry.getName()).filter(n -> n.endsWith(".class")).toList();

      assertThat(classes)
          .contains("io/hermesx/audit/verifier/VerifierCommand.class")
          .allMatch(n -> n.startsWith("io/hermesx/") || n.startsWith("org/bouncycastle/"))
          .noneMatch(n -> n.contains("/jdbc/") || n.contains("/store/") || n.contains("/guard/"))
          .noneMatch(n -> n.contains("jackson") || n.contains("jooq") || n.contains("slf4j"))
          .noneMatch(n -> n.contains("postgresql") || n.contains("javalin"));
    }
  }
}
