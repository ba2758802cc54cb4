// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verdict, a receipt or a script that nobody can read was not given: no command ends with 0. */
class FullDiskTest {

  private static final File FULL = new File("/dev/full");

  @TempDir Path folder;

  private record Ran(int code, String err) {}

  private Ran run(File out, List<String> command) throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out).redirectError(err.toFile());
    builder.environment().keySet().removeAll(Set.of("PYTHONUNBUFFERED", "JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    process.getOutputStream().close();
    return new Ran(process.waitFor(), Files.readString(err, UTF_8));
  }

  @Test
  void python_ofWhichNothingIsTaken_endsWith3() throws Exception {
    Assumptions.assumeTrue(FULL.exists() && PythonVerifier.isThere());
    List<String> command = new ArrayList<>(List.of("python3", PythonVerifier.SCRIPT.toString()));
    command.addAll(List.of(filled("TRUST BUNDLE").split(" ")));
    Process process = new ProcessBuilder(command).redirectOutput(FULL).redirectError(FULL).start();

    assertThat(process.waitFor()).isEqualTo(3);
  }

  private static List<String> java(String words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VerifierCommand.class.getName());
    command.addAll(List.of(words.split(" ")));
    return command;
  }

  private String filled(String words) throws IOException {
    ForgedBundle bundle = LegalBundle.of(0);
    Path file = Files.write(folder.resolve("bundle"), bundle.toOctets());
    Path anchors = Files.writeString(folder.resolve("anchors"), bundle.anchorText());
    Path policy = Files.writeString(folder.resolve("policy"), ForgedBundle.POLICY.format());
    Path note = Files.write(folder.resolve("note"), bundle.logs.get(1).checkpoints.get(0).note());
    return words
        .replace("TRUST", "--policy " + policy + " --anchors " + anchors)
        .replace("NOTE", note.toString())
        .replace("EVENT", bundle.logs.get(1).rows.get(0).id.toString())
        .replace("BUNDLE", file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "verify --help",
        "verify TRUST BUNDLE",
        "verify --json TRUST BUNDLE",
        "consistency TRUST NOTE BUNDLE",
        "prove EVENT BUNDLE",
        "sql --installation audit.example.com/prod --all"
      })
  void command_whoseOutputIsNotTaken_endsWith3AndOneLine(String words) throws Exception {
    Assumptions.assumeTrue(FULL.exists());
    List<String> command = java(filled(words));
    assertThat(run(folder.resolve("out").toFile(), command)).isEqualTo(new Ran(0, ""));

    Ran ran = run(FULL, command);

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err().lines()).singleElement().asString().contains("the output was not taken");
  }

  @Test
  void python_whoseOutputIsNotTaken_endsWith3AndNoTrace() throws Exception {
    Assumptions.assumeTrue(FULL.exists() && PythonVerifier.isThere());
    ForgedBundle many = LegalBundle.of(0);
    many.logs.get(1).rows.get(3).put("tool", "harmless"); // so that it has findings to print
    String words = filled("TRUST BUNDLE");
    Files.write(folder.resolve("bundle"), many.toOctets());
    List<String> command = new ArrayList<>(List.of("python3", PythonVerifier.SCRIPT.toString()));
    command.addAll(List.of(words.split(" ")));
    assertThat(run(folder.resolve("out").toFile(), command).code()).isEqualTo(1);

    Ran ran = run(FULL, command);

    assertThat(ran.code()).as(ran.err()).isEqualTo(3);
    assertThat(ran.err()).contains("cannot verify: ").doesNotContain("Traceback", "Exception");
  }
}
