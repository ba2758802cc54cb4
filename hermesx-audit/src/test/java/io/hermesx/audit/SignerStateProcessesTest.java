// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.testkit.ChildJvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Property P17 among processes, some of which are killed in the middle. */
@Timeout(300)
final class SignerStateProcessesTest {

  private static final int JVMS = 4;
  private static final int KILLED = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * A move that was made.
   *
   * @param from the checkpoint before it, as text
   * @param to the checkpoint behind it, as text
   */
  private record Step(String from, String to) {
    long size() {
      return Long.parseLong(to.substring(0, to.indexOf(':')));
    }
  }

  @TempDir private Path folder;

  @Test
  void fourProcesses_racing_makeOneHistory() throws IOException {
    Path file = folder.resolve("state");
    try (FileSignerState state = FileSignerState.create(file);
        ChildJvms jvms = ChildJvms.start(JVMS, SignerStateJvm.class, file.toString())) {
      assertThat(jvms.ask("1")).containsOnly("1").hasSize(JVMS);

      assertThat(gaps(steps(), last(state))).isZero();
    }
  }

  @Test
  void processesKilledInTheMiddle_loseNothingAcknowledged() throws IOException {
    Path file = folder.resolve("state");
    try (FileSignerState state = FileSignerState.create(file);
        ChildJvms jvms = ChildJvms.start(JVMS, SignerStateJvm.class, file.toString())) {
      for (int killed = 0; killed < KILLED; killed++) {
        jvms.tell(Integer.toString(killed));
        watchUntil(state, size(state) + 20);
        jvms.kill(0);
        jvms.ask("end"); // answers the race
        jvms.ask("end"); // answers the first end
        jvms.ask("end");
      }

      List<Step> steps = steps();
      assertThat(steps).hasSizeGreaterThan(100);
      assertThat(gaps(steps, last(state))).isLessThanOrEqualTo(KILLED);
    }
    try (FileSignerState again = FileSignerState.open(file)) {
      assertThat(gaps(steps(), last(again))).isLessThanOrEqualTo(KILLED);
    }
  }

  /** Watches the log grow, which must never be seen to shrink. */
  private static void watchUntil(FileSignerState state, long size) {
    long start = System.nanoTime();
    long seen = size(state);
    while (seen < size) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
      long now = size(state);
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
    }
  }

  private static long size(FileSignerState state) {
    return state.find(SignerStateContract.LOG).map(Checkpoint::size).orElse(0L);
  }

  private static String last(FileSignerState state) {
    return SignerStateJvm.text(state.find(SignerStateContract.LOG).orElseThrow());
  }

  /**
   * Puts the acknowledged moves in order and counts where one does not start at the end of the one
   * before: there a process was killed between a move and its acknowledgement.
   */
  private static int gaps(List<Step> steps, String last) {
    List<Step> ordered =
        steps.stream()
            .filter(step -> !step.from().equals(step.to()))
            .sorted(Comparator.comparingLong(Step::size))
            .toList();
    String at = "nothing";
    long size = 0;
    int gaps = 0;
    for (Step step : ordered) {
      assertThat(step.size()).as("two moves to one size").isGreaterThan(size);
      gaps += step.from().equals(at) ? 0 : 1;
      at = step.to();
      size = step.size();
    }
    return gaps + (at.equals(last) ? 0 : 1);
  }

  private List<Step> steps() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.getFileName().toString().startsWith("made-")).toList();
    }
    List<Step> steps = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        steps.add(
            new Step(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
      }
    }
    return steps;
  }
}
