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

  /** Of one without memory: it is past its last instruction, and no zombie yet. */
  private static final String ENDING = "without memory: ";

  private static final int LOOKS = 40;

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

  /** As {@link #of}, but those that the kernel is taking away get 2 s for that. */
  static Map<Long, String> left(String marker) throws InterruptedException {
    Map<Long, String> found = of(marker);
    for (int look = 0; look < LOOKS && areAllEnding(found); look++) {
      pause();
      found = of(marker);
    }
    return found;
  }

  private static boolean areAllEnding(Map<Long, String> found) {
    return !found.isEmpty() && found.values().stream().allMatch(text -> text.startsWith(ENDING));
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
        ? Optional.of(
            (status.contains("\nVmSize:") ? "" : ENDING)
                + status.lines().findFirst().orElse("")
                + " "
                + line)
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
