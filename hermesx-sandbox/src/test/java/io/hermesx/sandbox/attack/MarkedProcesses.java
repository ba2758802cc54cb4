// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The processes of the host that belong to an attack: those with its marker among their arguments
 * or variables, and those in a control group that this JVM has made. Dead ones that nobody has
 * waited for do not count.
 */
final class MarkedProcesses {

  private static final Path PROC = Path.of("/proc");

  private MarkedProcesses() {}

  /** Returns them by number, with what is known of each. */
  static Map<Long, String> of(String marker) {
    Map<Long, String> found = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        describe(process, marker)
            .ifPresent(text -> found.put(Long.valueOf(process.getFileName().toString()), text));
      }
    } catch (IOException e) {
      throw new AssertionError("no list of processes", e);
    }
    return found;
  }

  /** Lets 50 ms go by. */
  static void pause() throws InterruptedException {
    new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
  }

  private static Optional<String> describe(Path process, String marker) {
    String status = text(process.resolve("status"));
    if (status.isEmpty() || status.contains("State:\tZ")) {
      return Optional.empty();
    }
    String line = text(process.resolve("cmdline")).replace('\0', ' ');
    String own = "-" + ProcessHandle.current().pid() + "-";
    boolean ours =
        line.contains(marker)
            || text(process.resolve("environ")).contains(marker)
            || text(process.resolve("cgroup"))
                .lines()
                .anyMatch(group -> group.contains("/hermesx-") && group.contains(own));
    return ours
        ? Optional.of(status.lines().findFirst().orElse("") + " " + line)
        : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
