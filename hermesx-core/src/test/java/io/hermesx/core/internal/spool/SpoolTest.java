// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real disk. */
class SpoolTest {

  private static final SpoolLimits SMALL = new SpoolLimits(100, 2_000, 500);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final RandomGenerator SALTS = new SplittableRandom(11);

  @TempDir private Path folder;

  @Test
  void records_appended_comeInOrderUntilRemoved() {
    try (Spool spool = open(SMALL)) {
      assertThat(spool.append(text("a"))).isEqualTo(new SpoolAppend.Stored(1, 1));
      assertThat(spool.append(List.of(text("b"), text("c"))))
          .isEqualTo(new SpoolAppend.Stored(2, 3));

      assertThat(spool.peek(2)).containsExactly(record(1, "a"), record(2, "b"));
      assertThat(spool.peek(9)).hasSize(3);
      spool.remove(2);
      spool.remove(1);
      assertThat(spool.peek(9)).containsExactly(record(3, "c"));
    }
  }

  @Test
  void records_reopened_areThereAndRemovedOnesAreNot() {
    try (Spool spool = open(SMALL)) {
      spool.append(List.of(text("a"), text("b"), text("c")));
      spool.remove(1);
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.peek(9)).containsExactly(record(2, "b"), record(3, "c"));
      assertThat(spool.append(text("d"))).isEqualTo(new SpoolAppend.Stored(4, 4));
      assertThat(spool.state().waiting()).isEqualTo(3);
      assertThat(spool.state().damages()).isEmpty();
      assertThat(spool.state().cut()).isZero();
    }
  }

  @Test
  void longRecords_throughManySegments_comeWhole() {
    SpoolLimits limits = new SpoolLimits(1 << 18, 1L << 23, 1 << 19);
    List<Integer> lengths = List.of(1, 1 << 18, 77, 1 << 17, (1 << 17) - 20, 200_000, 3, 1 << 18);
    try (Spool spool = open(limits)) {
      lengths.forEach(length -> spool.append(new byte[length]));

      assertThat(spool.peek(99)).extracting(record -> record.octets().length).isEqualTo(lengths);
      spool.remove(2);
      assertThat(spool.peek(2))
          .extracting(record -> record.octets().length)
          .containsExactly(77, 1 << 17);
    }
  }

  @Test
  void fullSpool_append_saysSoAndKeepsNothing() throws IOException {
    try (Spool spool = open(SMALL)) {
      long stored = fill(spool);

      SpoolAppend answer = spool.append(new byte[100]);

      assertThat(answer).isInstanceOf(SpoolAppend.Full.class);
      assertThat(((SpoolAppend.Full) answer).limit()).isEqualTo(2_000);
      assertThat(spool.append(List.of(new byte[100]), Duration.ofMillis(1)))
          .isInstanceOf(SpoolAppend.Full.class);
      assertThat(spool.peek(99)).hasSize((int) stored);
      assertThat(segmentOctets()).isLessThanOrEqualTo(2_000).isEqualTo(spool.state().octets());
      spool.remove(stored);
      assertThat(spool.append(new byte[100])).isInstanceOf(SpoolAppend.Stored.class);
    }
  }

  @Test
  void fullSpool_waiting_goesOnWhenThereIsRoom() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Spool spool = open(SMALL)) {
      long stored = fill(spool);
      Future<SpoolAppend> waiting = other.submit(() -> spool.append(List.of(new byte[100]), LONG));
      assertThat(waiting.isDone()).isFalse();

      spool.remove(stored);

      assertThat(waiting.get(1, TimeUnit.MINUTES))
          .isEqualTo(new SpoolAppend.Stored(stored + 1, stored + 1));
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void fullSpool_waitingAndInterrupted_saysFullAndStaysInterrupted() {
    try (Spool spool = open(SMALL)) {
      fill(spool);
      Thread.currentThread().interrupt();

      assertThat(spool.append(List.of(new byte[100]), LONG)).isInstanceOf(SpoolAppend.Full.class);

      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void interruptedThread_appends_storesForAllAndStaysInterrupted() {
    try (Spool spool = open(SMALL)) {
      for (int i = 0; i < 10; i++) {
        Thread.currentThread().interrupt();
        assertThat(spool.append(text("a"))).isInstanceOf(SpoolAppend.Stored.class);
        spool.remove(spool.peek(1).get(0).position());
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(spool.state().failures()).isZero();
    }
  }

  @Test
  void consumedSegments_areDeleted() throws IOException {
    try (Spool spool = open(SMALL)) {
      for (int i = 1; i <= 100; i++) {
        assertThat(spool.append(new byte[100])).isEqualTo(new SpoolAppend.Stored(i, i));
        spool.remove(i);
        assertThat(segmentOctets()).isLessThanOrEqualTo(1_000);
      }
    }
    try (Spool spool = open(SMALL)) {
      assertThat(segmentOctets()).isZero();
      assertThat(spool.append(text("a"))).isEqualTo(new SpoolAppend.Stored(101, 101));
    }
  }

  @Test
  void directory_made_isForItsOwnerOnly() throws IOException {
    open(SMALL).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spoolFolder())))
        .isEqualTo("rwx------");
  }

  @Test
  void directory_withoutParent_isRefused() {
    Path missing = folder.resolve("not/there");

    assertThatThrownBy(() -> Spool.open(missing, SMALL, SALTS))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void secondOpen_sameProcess_isRefusedUntilTheFirstIsClosed() {
    Spool first = open(SMALL);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> open(SMALL))
          .isInstanceOf(SpoolInUseException.class)
          .hasMessageContaining("this process");
    }
    assertThat(first.append(text("a"))).isEqualTo(new SpoolAppend.Stored(1, 1));
    first.close();
    first.close();

    open(SMALL).close();
  }

  @Test
  void closedSpool_used_isRefused() {
    Spool spool = open(SMALL);
    spool.append(text("a"));
    spool.close();

    assertThatThrownBy(() -> spool.append(text("a"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> spool.peek(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> spool.remove(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void arguments_outOfRange_areRefused() {
    try (Spool spool = open(SMALL)) {
      assertThatThrownBy(() -> spool.append(new byte[0])).hasMessageContaining("1 to 100");
      assertThatThrownBy(() -> spool.append(new byte[101])).hasMessageContaining("1 to 100");
      assertThatThrownBy(() -> spool.append(List.of())).hasMessageContaining("at least one");
      assertThatThrownBy(
              () ->
                  spool.append(List.of(new byte[100], new byte[100], new byte[100], new byte[77])))
          .hasMessageContaining("457 octets")
          .hasMessageContaining("436 at once");
      assertThatThrownBy(() -> spool.peek(0)).hasMessageContaining("from 1");
      assertThatThrownBy(() -> spool.remove(1)).hasMessageContaining("up to 0");
      assertThat(spool.state().octets()).isZero();
    }
    assertThatThrownBy(() -> new SpoolLimits(0, 2_000, 500)).hasMessageContaining("recordOctets");
    assertThatThrownBy(() -> new SpoolLimits(417, 2_000, 500)).hasMessageContaining("501 (one");
    assertThatThrownBy(() -> new SpoolLimits(100, 1_999, 500)).hasMessageContaining("from 2000");
  }

  private Spool open(SpoolLimits limits) {
    return Spool.open(spoolFolder(), limits, SALTS);
  }

  private Path spoolFolder() {
    return folder.resolve("spool");
  }

  /** Appends until there is no more room, and returns how many it stored. */
  private static long fill(Spool spool) {
    long stored = 0;
    while (spool.append(new byte[100]) instanceof SpoolAppend.Stored) {
      stored++;
    }
    return stored;
  }

  private long segmentOctets() throws IOException {
    List<Path> segments = new ArrayList<>();
    try (Stream<Path> files = Files.list(spoolFolder())) {
      files
          .filter(file -> Segment.isName(String.valueOf(file.getFileName())))
          .forEach(segments::add);
    }
    long octets = 0;
    for (Path segment : segments) {
      octets += Files.size(segment);
    }
    return octets;
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static SpooledRecord record(long position, String text) {
    return new SpooledRecord(position, text(text));
  }
}
