// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.receipt.Stage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process, really killed, at every stage there is. What a receipt says of a killed call is
 * for {@link FaultInjectionTest}: memory dies with its process.
 */
class KillTest {

  private static final Set<Stage> AFTER_EXECUTION = EnumSet.of(Stage.SCAN_OUTPUT, Stage.CLOSE);
  private static final int AT_ONCE = 2;
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void kill_atEveryStage_toolRanOnceAfterExecutionAndNeverBefore() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Map<Stage, Future<List<String>>> marks = new EnumMap<>(Stage.class);
      for (Stage stage : Stage.values()) {
        marks.put(stage, pool.submit(marksOfKilled(stage)));
      }
      for (Stage stage : Stage.values()) {
        assertThat(marks.get(stage).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
            .as("marks of a process killed at %s", stage)
            .isEqualTo(AFTER_EXECUTION.contains(stage) ? List.of("c-1") : List.of());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void kill_none_callIsExecuted() throws Exception {
    Path marker = folder.resolve("none");
    Process process = start(marker, "NONE");

    assertThat(firstLine(process)).isEqualTo("ENDED Executed");
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(marks(marker)).containsExactly("c-1");
  }

  private Callable<List<String>> marksOfKilled(Stage stage) {
    return () -> {
      Path marker = folder.resolve(stage.wireName());
      Process process = start(marker, stage.name());
      try {
        assertThat(firstLine(process)).isEqualTo("AT " + stage);
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      return marks(marker);
    };
  }

  private static List<String> marks(Path marker) throws IOException {
    return Files.exists(marker) ? Files.readAllLines(marker, UTF_8) : List.of();
  }

  private static Process start(Path marker, String stage) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPath(), KilledGuard.class.getName()));
    command.addAll(List.of(marker.toString(), stage));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String firstLine(Process process) throws IOException {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
  }

  /** What this run sees, whether on the class path or as modules with the tests patched in. */
  private static String classPath() throws URISyntaxException {
    Set<String> entries = new TreeSet<>();
    entries.add(root(KilledGuard.class));
    entries.add(root(AgentGuard.class));
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
        if (!entry.isEmpty()) {
          entries.add(entry);
        }
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  /** The folder that a class was read from. */
  private static String root(Class<?> type) throws URISyntaxException {
    URL file = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
    Path root = Path.of(file.toURI());
    for (int i = 0; i < type.getName().split("\\.").length; i++) {
      root = root.getParent();
    }
    return root.toString();
  }
}
