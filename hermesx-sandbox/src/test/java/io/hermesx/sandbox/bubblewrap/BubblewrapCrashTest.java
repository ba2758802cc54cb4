// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.ChildJvms;
import io.hermesx.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is left of a JVM that was killed: no process, no group, no folder. */
class BubblewrapCrashTest {

  private static final int RUNNING = Integer.getInteger("hermesx.sandbox.crash.running", 50);
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("hermesx.sandbox.crash.seconds", 20));
  private static final List<Path> PLACES =
      List.of(
          Path.of(System.getProperty("java.io.tmpdir")),
          Path.of("/dev/shm"),
          Path.of("/sys/fs/cgroup"),
          Path.of("/sys/fs/cgroup/unified"),
          Path.of("/sys/fs/cgroup/pids"),
          Path.of("/sys/fs/cgroup/memory"));

  private final Ticker ticker = Ticker.system();

  @BeforeAll
  static void requireBubblewrap() {
    Bubblewrap.require();
  }

  @ParameterizedTest
  @ValueSource(strings = {"groups", "none"})
  void jvm_killedWithProgramsRunning_leavesNothing(String groups) throws IOException {
    Set<String> before = leftovers();
    NamedProcesses programs =
        new NamedProcesses("hermesx-crash-test-" + ProcessHandle.current().pid() + groups);
    try (ChildJvms jvms =
        ChildJvms.start(1, SleepingJvm.class, Integer.toString(RUNNING), programs.word(), groups)) {
      assertThat(jvms.ask("go")).containsExactly("all run");
      assertThat(programs.find()).hasSizeGreaterThanOrEqualTo(RUNNING);
      Set<String> during = leftovers();
      during.removeAll(before);
      assertThat(during).isNotEmpty();

      jvms.kill(0);
      long killed = ticker.nanos();

      assertThat(programs.awaitNone(PATIENCE)).isTrue();
      System.out.printf(
          "killed JVM, %s, %d programs: the last was gone after %d ms%n",
          groups, RUNNING, Duration.ofNanos(ticker.nanos() - killed).toMillis());
      assertThat(awaitNone(during)).isEmpty();
    }
  }

  private static Set<String> awaitNone(Set<String> names) throws IOException {
    Set<String> left = new TreeSet<>(names);
    for (long waited = 0; waited < PATIENCE.toMillis() && !left.isEmpty(); waited += 10) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      left.retainAll(leftovers());
    }
    return left;
  }

  private static Set<String> leftovers() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path place : PLACES) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> entries = Files.list(place)) {
          entries
              .filter(entry -> entry.getFileName().toString().startsWith("hermesx-"))
              .map(Path::toString)
              .forEach(found::add);
        }
      }
    }
    return found;
  }
}
