// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many threads share one write; what fails, fails for those who took part and for nobody else. */
class GroupCommitTest {

  private static final int FOLLOWERS = 8;
  private static final long PATIENCE_SECONDS = 60;

  /** The first write waits until it is let go, and it can be told that one of them fails. */
  private static final class SlowLog implements GroupCommit.Log {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Integer> groups = new ArrayList<>();
    private final int failing;
    private long next = 1;

    SlowLog(int failing) {
      this.failing = failing;
    }

    @Override
    public long write(List<byte[]> records) throws IOException {
      groups.add(records.size());
      begun.countDown();
      await(goOn);
      if (groups.size() == failing) {
        throw new IOException("told so");
      }
      long first = next;
      next += records.size();
      return first;
    }

    private static void await(CountDownLatch latch) throws IOException {
      try {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("nobody let it go on");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void appends_duringAWrite_areOneWriteTogether() throws Exception {
    SlowLog log = new SlowLog(0);

    List<String> answers = contend(log, 1 << 20);

    assertThat(log.groups).containsExactly(1, FOLLOWERS);
    assertThat(answers).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void appends_moreThanASegmentHolds_areSeveralWrites() throws Exception {
    SlowLog log = new SlowLog(0);

    List<String> answers = contend(log, 3 * (Frame.OVERHEAD + 1));

    assertThat(log.groups).containsExactly(1, 3, 3, 2);
    assertThat(answers).hasSize(FOLLOWERS + 1).doesNotHaveDuplicates();
  }

  @Test
  void write_fails_failsForItsGroupOnly() throws Exception {
    SlowLog log = new SlowLog(1);

    List<String> answers = contend(log, 1 << 20);

    assertThat(answers)
        .containsExactlyInAnyOrder("told so", "1", "2", "3", "4", "5", "6", "7", "8");
  }

  @Test
  void syncFails_inASharedWrite_failsForAllOfItAndAnotherSegmentGoesOn() throws IOException {
    FragileDisk disk = new FragileDisk();
    SpoolLimits limits = new SpoolLimits(64, 2_000, 400);
    try (Spool spool = Spool.open(disk, limits, new SplittableRandom(1))) {
      spool.append("a".getBytes(UTF_8));
      String given = Segment.name(1);
      disk.at(1, FragileDisk.Fate.FAIL);

      assertThat(
              catchThrowable(() -> spool.append(List.of("b".getBytes(UTF_8), "c".getBytes(UTF_8)))))
          .isInstanceOf(SpoolException.class)
          .hasRootCauseMessage("step " + (disk.steps().size() - 1) + " (sync) fails");

      assertThat(spool.state().failures()).isEqualTo(1);
      byte[] before = disk.octets(given);
      assertThat(spool.append("d".getBytes(UTF_8))).isEqualTo(new SpoolAppend.Stored(2, 2));
      assertThat(disk.octets(given)).isEqualTo(before);
      assertThat(disk.names()).contains(Segment.name(2));
      assertThat(spool.peek(9))
          .extracting(record -> new String(record.octets(), UTF_8))
          .containsExactly("a", "d");
    }
  }

  /** One thread writes; others queue up behind it, and then it may go on. */
  private static List<String> contend(SlowLog log, long groupOctets) throws Exception {
    GroupCommit commits = new GroupCommit(log, groupOctets);
    List<String> answers = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i <= FOLLOWERS; i++) {
      Thread thread = new Thread(() -> answers.add(append(commits)));
      thread.start();
      threads.add(thread);
      if (i == 0) {
        SlowLog.await(log.begun);
      } else {
        untilParked(thread);
      }
    }
    log.goOn.countDown();
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
    assertThat(commits.close()).isTrue();
    return answers;
  }

  private static void untilParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static String append(GroupCommit commits) {
    try {
      return Long.toString(commits.append(List.of(new byte[] {1})));
    } catch (SpoolException e) {
      return String.valueOf(e.getCause().getMessage());
    }
  }
}
