// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that is no text costs no other file its place, and is told. */
class FileNamesTest {

  /** An e with an accent in UTF-8 and alone, U+FFFD, and an octet that is shown as such. */
  private static final String MAKE =
      "mkdir -p out/$(printf 'dir\\351') && cd out && echo 1 >a && echo 2 >z"
          + " && echo 3 >$(printf 'f\\303\\251') && echo 4 >$(printf '\\357\\277\\275')"
          + " && echo 5 >$(printf '\\377') && echo 6 >$(printf 'dir\\351')/lost";

  private static final String NO_TEXT = " has a name that is no text in";

  @TempDir Path temp;

  @BeforeEach
  void make() throws IOException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", MAKE).directory(temp.toFile()).inheritIO().start();
    assertThat(shell.onExit().join().exitValue()).isZero();
  }

  private List<String> collectWith(String locale) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            CollectingJvm.class.getName(),
            temp.toString());
    builder.environment().put("LC_ALL", locale);
    Process jvm = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(jvm.getInputStream().readAllBytes(), US_ASCII).lines().toList();
  }

  @Test
  void collect_jvmOfAscii_takesTheRestAndNamesWhatItCannotSpell() throws IOException {
    List<String> lines = collectWith("C");

    assertThat(lines)
        .filteredOn(line -> line.startsWith("file "))
        .containsExactly("file out/a", "file out/z");
    assertThat(lines)
        .filteredOn(line -> line.contains(NO_TEXT))
        .extracting(line -> line.substring(0, line.indexOf(NO_TEXT)))
        .containsExactlyInAnyOrder(
            "left out out/dir%E9",
            "left out out/f%C3%A9", "left out out/%EF%BF%BD", "left out out/%FF");
  }

  @Test
  void collect_octetsThatLookLikeAnotherName_areNamedAndNotTakenForIt() throws IOException {
    List<String> lines = collectWith("C.UTF-8");

    assertThat(lines)
        .filteredOn(line -> line.startsWith("file "))
        .containsExactly("file out/a", "file out/fU+e9", "file out/z", "file out/U+fffd");
    assertThat(lines)
        .filteredOn(line -> line.contains(NO_TEXT))
        .extracting(line -> line.substring(0, line.indexOf(NO_TEXT)))
        .containsExactlyInAnyOrder("left out out/dir%E9", "left out out/%FF");
  }

  @Test
  void take_twoFilesOfOnePath_leavesTheSecondOutByName() throws IOException {
    Harvest harvest = new Harvest(SandboxLimits.STANDARD);
    Path out = temp.resolve("out");
    try (var folder = Folders.open(out)) {
      for (String name : List.of("a", "z", "a")) {
        Path entry = Path.of(name);
        harvest.take(
            new OutputFiles.Found(out, folder, entry, "a"),
            Files.readAttributes(out.resolve(name), BasicFileAttributes.class));
      }
    }

    assertThat(harvest.collected().files()).hasSize(1);
    assertThat(harvest.collected().leftOut())
        .containsExactly("a was taken already, and there is another file of that name");
  }
}
