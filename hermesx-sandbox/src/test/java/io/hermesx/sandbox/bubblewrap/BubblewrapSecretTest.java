// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A secret in the environment of one program is nowhere else. */
class BubblewrapSecretTest {

  private static final String SECRET = "canary-" + ProcessHandle.current().pid() + "-secret";
  private static final Path MEMORY = Path.of("/dev/shm");

  @BeforeAll
  static void requireBubblewrap() {
    Bubblewrap.require();
  }

  @Test
  void variable_ofOneProgram_isInItsEnvironmentAlone() throws Exception {
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder().maxConcurrent(2).open()) {
      SandboxExecution other = running(executor, Map.of());
      SandboxExecution execution = running(executor, Map.of("SECRET", SECRET));

      assertThat(having("environ")).hasSize(1);
      assertThat(having("cmdline")).isEmpty();
      assertThat(files(Path.of(System.getProperty("java.io.tmpdir")))).isEmpty();
      assertThat(files(MEMORY)).isEmpty();
      assertThat(ownDescriptors()).isNotEmpty();

      execution.cancel();
      execution.result().get(60, TimeUnit.SECONDS);

      assertThat(having("environ")).isEmpty();
      assertThat(ownDescriptors()).isEmpty();
      other.cancel();
    }
  }

  private static SandboxExecution running(
      BubblewrapSandboxExecutor executor, Map<String, String> environment) throws Exception {
    CompletableFuture<Boolean> up = new CompletableFuture<>();
    OutputSink sink = (stream, piece) -> up.complete(true);
    SandboxExecution execution =
        executor.start(
            SandboxRequest.builder("/bin/sh", "-c", "echo up; exec sleep 1000")
                .environment(environment)
                .build(),
            sink);
    up.get(60, TimeUnit.SECONDS);
    return execution;
  }

  /** Which processes of the machine have the secret in an entry; this one never does. */
  private static List<Path> having(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (hasSecret(process.resolve(name))) {
          found.add(process);
        }
      }
    }
    return found;
  }

  /** The nameless files through which it travels, which is how this test knows that it looks. */
  private static List<Path> ownDescriptors() throws IOException {
    try (Stream<Path> own = Files.list(Path.of("/proc/self/fd"))) {
      return own.filter(Files::isRegularFile)
          .filter(BubblewrapSecretTest::isNameless)
          .filter(BubblewrapSecretTest::hasSecret)
          .toList();
    }
  }

  private static boolean isNameless(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().endsWith(" (deleted)");
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "hermesx*")) {
      for (Path entry : entries) {
        if (!Files.isReadable(entry)) {
          continue; // another user's
        }
        Files.walkFileTree(
            entry,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && hasSecret(file)) {
                  found.add(file);
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException why)
                  throws IOException {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOfAnother(file)) {
                  throw why;
                }
                return FileVisitResult.CONTINUE; // another user's, or gone by now
              }
            });
      }
    }
    return found;
  }

  private static boolean isOfAnother(Path file) throws IOException {
    Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return !Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(own);
  }

  private static boolean hasSecret(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
    } catch (IOException e) {
      return false;
    }
  }
}
