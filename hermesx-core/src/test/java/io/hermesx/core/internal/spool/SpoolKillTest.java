// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.testkit.ChildJvms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process with eight threads that append to the real disk, killed again and again in the middle
 * of it.
 */
class SpoolKillTest {

  static final SpoolLimits LIMITS = new SpoolLimits(1_000, 1L << 22, 1 << 14);
  private static final int KILLS = 12;
  private static final int ASKED = 6;

  @TempDir private Path folder;

  @Test
  void kill_again_loses_nothingThatWasToldAndInventsNothing() {
    Path directory = folder.resolve("spool");
    Set<String> told = new HashSet<>();
    Set<String> delivered = new HashSet<>();
    for (int life = 0; life < KILLS; life++) {
      try (ChildJvms jvms =
          ChildJvms.start(1, KilledSpool.class, directory.toString(), Integer.toString(life))) {
        for (int i = 0; i < ASKED; i++) {
          told.addAll(List.of(jvms.ask("told?").get(0).split(" ", -1)));
        }
        assertThatThrownBy(() -> Spool.open(directory, LIMITS, new SplittableRandom(1)))
            .isInstanceOf(SpoolInUseException.class)
            .hasMessageContaining("another process");
        jvms.kill(0);
      }
      try (Spool spool = Spool.open(directory, LIMITS, new SplittableRandom(life))) {
        List<String> found = new ArrayList<>();
        spool.peek(Integer.MAX_VALUE).forEach(record -> found.add(id(record)));
        assertThat(found).doesNotHaveDuplicates();
        assertThat(found).allMatch(id -> id.matches("\\d+-[0-7]-\\d+"));
        assertThat(inOrderOfEachThread(found)).isTrue();
        assertThat(spool.state().damages()).isEmpty();
        List<String> half = found.subList(0, found.size() / 2);
        delivered.addAll(half);
        if (!half.isEmpty()) {
          spool.remove(spool.peek(half.size()).get(half.size() - 1).position());
        }
        Set<String> there = new HashSet<>(found);
        there.addAll(delivered);
        assertThat(there).containsAll(told);
      }
    }
    assertThat(told).hasSizeGreaterThan(KILLS * ASKED);
  }

  /** A second open in the first process closes a lock file; that must not let others in. */
  @Test
  void secondOpen_otherProcess_isRefusedAlsoAfterOneInTheSameProcess() {
    Path directory = folder.resolve("spool");
    try (Spool spool = Spool.open(directory, LIMITS, new SplittableRandom(1))) {
      assertThatThrownBy(() -> Spool.open(directory, LIMITS, new SplittableRandom(1)))
          .isInstanceOf(SpoolInUseException.class);
      assertThat(firstAnswer(directory)).isEqualTo(KilledSpool.IN_USE);
      assertThat(spool.peek(1)).isEmpty();
    }
    assertThat(firstAnswer(directory)).contains("0-");
  }

  private static String firstAnswer(Path directory) {
    try (ChildJvms jvms = ChildJvms.start(1, KilledSpool.class, directory.toString(), "0")) {
      String answer = jvms.ask("told?").get(0);
      jvms.kill(0);
      return answer;
    }
  }

  private static String id(SpooledRecord record) {
    String text = new String(record.octets(), UTF_8);
    return text.substring(0, text.indexOf(' '));
  }

  /** Each thread of each life appended its numbers upwards, one after the other. */
  private static boolean inOrderOfEachThread(List<String> ids) {
    Map<String, Integer> last = new HashMap<>();
    for (String id : ids) {
      int dash = id.lastIndexOf('-');
      int number = Integer.parseInt(id.substring(dash + 1));
      Integer before = last.put(id.substring(0, dash), number);
      if (before != null && number != before + 1) {
        return false;
      }
    }
    return true;
  }
}
