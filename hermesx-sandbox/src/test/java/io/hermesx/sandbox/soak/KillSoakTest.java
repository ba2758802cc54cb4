// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that are ended at any moment and in any way leave nothing behind. */
class KillSoakTest {

  private static final int KILLS = Integer.getInteger("hermesx.sandbox.kills", 100);
  private static final long SEED = Long.getLong("hermesx.sandbox.seed", System.nanoTime());
  private static final int TIME_OUTS = 200;
  private static final int WIDTH = 6;
  private static final int LATEST_MICROS = 40_000;

  /** With a grandchild whose parent has gone. */
  static final String TREE = "(sh -c 'while :; do sleep 9; done' $0 &); while :; do sleep 9; done";

  /** A plain process does not claim to find more than this. */
  static final String CHILD = "sh -c 'while :; do sleep 9; done' $0 & while :; do sleep 9; done";

  private static final SandboxFiles SOME = new SandboxFiles(List.of(), List.of("out"));

  @TempDir private Path temporary;
  private final Ticker ticker = Ticker.system();
  private final Random random = new Random(SEED);
  private final Lateness lateness = new Lateness();
  private final Map<Way, Integer> ways = new EnumMap<>(Way.class);

  private enum Way {
    CANCEL,
    TIME_OUT,
    KILL
  }

  private record Victim(SandboxExecution execution, Way way, long moment, Duration limit) {}

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void programs_endedAtRandomMoments_leaveNothing(Kind kind) {
    String word = "hermesx-kill-soak-" + ProcessHandle.current().pid() + kind;
    System.out.printf("kills, %s: %d, seed %d%n", kind, KILLS, SEED);
    long before = Traces.descriptors();
    try (SandboxExecutor executor = kind.open(temporary, WIDTH)) {
      long idle = Traces.files(temporary);
      for (int done = 0; done < KILLS; done += WIDTH) {
        endSome(executor, word, kind == Kind.PROCESS ? CHILD : TREE);
        assertThat(Traces.processes(word)).as("after %s kills, seed %s", done, SEED).isEmpty();
        assertThat(Traces.files(temporary)).isEqualTo(idle);
      }
    }
    assertNothingLeft(before);
    System.out.printf(
        "kills, %s: %s, the last from outside; %s; nothing left%n", kind, ways, lateness);
  }

  /** With control groups, where the time is promised; the others' are in the figures above. */
  @Test
  void programs_outOfTime_areAllDead() {
    String word = "hermesx-time-soak-" + ProcessHandle.current().pid();
    try (SandboxExecutor executor = Kind.GROUPS.open(temporary, 2)) {
      while (lateness.count() < TIME_OUTS) {
        // Long enough for the tree to be there, most times.
        Duration limit = Duration.ofMillis(20 + random.nextInt(40));
        SandboxResult result =
            executor.start(request(word, TREE, limit), OutputSink.none()).result().join();
        assertThat(result.outcome()).isEqualTo(new SandboxOutcome.TimedOut());
        assertThat(Traces.processes(word)).isEmpty();
        lateness.add(result, limit);
      }
    }
    System.out.printf("time-out: %s%n", lateness);
  }

  private static SandboxRequest request(String word, String script, Duration limit) {
    return SandboxRequest.builder("/bin/sh", "-c", script, word)
        .limits(SandboxLimits.STANDARD.withWall(limit))
        .build();
  }

  private void endSome(SandboxExecutor executor, String word, String script) {
    List<Victim> victims = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      victims.add(victim(executor, word, script));
    }
    victims.sort(Comparator.comparingLong(Victim::moment));
    for (Victim victim : victims) {
      LockSupport.parkNanos(victim.moment() - ticker.nanos());
      ways.merge(victim.way(), 1, Integer::sum);
      if (victim.way() == Way.CANCEL) {
        victim.execution().cancel();
      } else if (victim.way() == Way.KILL) {
        killOne(word);
      }
    }
    for (Victim victim : victims) {
      if (victim.way() == Way.KILL) {
        // Whoever was hit may have been another's, or one that its program can do without.
        victim.execution().cancel();
      }
      SandboxResult result = victim.execution().result().join();
      assertThat(result.outcome().toString()).doesNotContain("may still run");
      lateness.add(result, victim.limit());
    }
  }

  private Victim victim(SandboxExecutor executor, String word, String script) {
    Way way = Way.values()[random.nextInt(Way.values().length)];
    Duration moment = Duration.ofNanos(1_000L * random.nextInt(LATEST_MICROS));
    Duration limit = way == Way.TIME_OUT ? moment.plusMillis(1) : SandboxLimits.STANDARD.wall();
    SandboxRequest request = request(word, script, limit);
    SandboxExecution execution =
        executor.start(
            random.nextInt(4) == 0 ? request.toBuilder().files(SOME).build() : request,
            OutputSink.none());
    return new Victim(execution, way, ticker.nanos() + moment.toNanos(), limit);
  }

  /** Ends any process of any of the programs, be it one of the program or what holds it. */
  private void killOne(String word) {
    List<Long> found = Traces.processes(word);
    if (!found.isEmpty()) {
      ProcessHandle.of(found.get(random.nextInt(found.size())))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private void assertNothingLeft(long descriptors) {
    assertThat(temporary).isEmptyDirectory();
    assertThat(Traces.groups()).isZero();
    assertThat(Traces.settled(Traces::threads, count -> count == 0)).isZero();
    assertThat(Traces.settled(Traces::descriptors, count -> count <= descriptors))
        .isLessThanOrEqualTo(descriptors);
  }
}
