// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.note.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Wherever a process or the machine ends, in whichever step: what was acknowledged stays, and the
 * file is never taken for damaged.
 */
final class SignerStateCrashProperties {

  private static final Path FILE = Path.of("/state");
  private static final List<String> LOGS = List.of("a", "b", "c");
  private static final int ROUNDS = 60;
  private static final int MOST_STEPS = 24;

  private final Map<String, Checkpoint> acknowledged = new HashMap<>();
  private final Map<String, Set<Checkpoint>> attempted = new HashMap<>();
  private int root;

  @Property(tries = 500)
  void acknowledged_anyCrash_stays(@ForAll Random random) {
    acknowledged.clear();
    attempted.clear();
    CrashingDisk disk = new CrashingDisk(random);
    long slack = random.nextInt(4) * 300L;
    start(disk, slack).create();
    List<FileSignerState> processes =
        new ArrayList<>(List.of(start(disk, slack), start(disk, slack)));
    for (int round = 0; round < ROUNDS; round++) {
      int process = random.nextInt(processes.size());
      List<SignerMove> moves = moves(processes.get(process), random);
      int steps = random.nextInt(MOST_STEPS);
      if (random.nextInt(4) == 0) {
        disk.breakAfter(steps);
      } else {
        disk.crashAfter(steps);
      }
      try {
        assertThat(processes.get(process).advance(moves)).isEmpty();
        moves.forEach(move -> acknowledged.put(move.next().origin(), move.next()));
      } catch (SignerStateException e) {
        assertThat(e).hasMessageContaining("cannot be read or written");
      } catch (CrashingDisk.Crash e) {
        processes.set(process, start(disk, slack));
        if (random.nextBoolean()) {
          disk.losePower();
          processes.replaceAll(lost -> start(disk, slack));
        }
      }
      disk.heal();
      check(processes.get(random.nextInt(processes.size())));
    }
  }

  private void check(FileSignerState state) {
    for (String log : LOGS) {
      Optional<Checkpoint> found = state.find(log);
      Optional<Checkpoint> least = Optional.ofNullable(acknowledged.get(log));
      if (!found.equals(least)) {
        assertThat(attempted.getOrDefault(log, Set.of())).contains(found.orElseThrow());
        assertThat(found.orElseThrow().size())
            .isGreaterThan(least.map(Checkpoint::size).orElse(-1L));
      }
    }
  }

  private List<SignerMove> moves(SignerState state, Random random) {
    List<SignerMove> moves = new ArrayList<>();
    for (String log : LOGS) {
      Optional<Checkpoint> current = state.find(log);
      if (random.nextInt(3) == 0 && current.isPresent()) {
        moves.add(new SignerMove(current, current.orElseThrow()));
      } else if (random.nextBoolean()) {
        long size = current.map(Checkpoint::size).orElse(0L) + 1 + random.nextInt(3);
        Checkpoint next = SignerStateContract.at(log, size, root++);
        attempted.computeIfAbsent(log, name -> new HashSet<>()).add(next);
        moves.add(new SignerMove(current, next));
      }
    }
    return moves;
  }

  private static FileSignerState start(CrashingDisk disk, long slack) {
    return new FileSignerState(FILE, disk, slack);
  }
}
