// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorFileTest {

  private static final int LINES = 12;

  @TempDir Path folder;
  private Path file;
  private List<String> right;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("anchors");
    FileAnchor anchor = FileAnchor.of(file);
    for (int size = 1; size <= LINES; size++) {
      anchor.anchor(SignedNotes.note(size), SignedNotes.NO_PROOFS);
    }
    right = Files.readAllLines(file);
  }

  private ReadLines read(List<String> lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
    return ReadLines.of(file);
  }

  @Test
  void read_lineRemovedAddedMovedOrReplaced_isFoundWhereItHappened() throws IOException {
    for (int i = 0; i < LINES; i++) {
      List<String> removed = new ArrayList<>(right);
      removed.remove(i);
      boolean last = i == LINES - 1;
      assertThat(read(removed).faults)
          .isEqualTo(last ? List.of() : List.of(i + ":LINE_OUT_OF_CHAIN"));

      List<String> twice = new ArrayList<>(right);
      twice.add(i, right.get(i));
      assertThat(read(twice).faults).containsExactly(i + 1 + ":LINE_OUT_OF_CHAIN");

      if (!last) {
        List<String> swapped = new ArrayList<>(right);
        Collections.swap(swapped, i, i + 1);
        assertThat(read(swapped).faults).contains(i + ":LINE_OUT_OF_CHAIN");
      }

      List<String> replaced = new ArrayList<>(right);
      replaced.set(i, forged(i));
      List<String> expected = new ArrayList<>(List.of(i + ":LINE_OUT_OF_CHAIN"));
      assertThat(read(replaced).faults).isEqualTo(expected);
    }
  }

  /** The line of another checkpoint with the hash of the line that was there. */
  private String forged(int i) {
    String[] parts = right.get(i).split(" ", -1);
    AnchorLine line =
        new AnchorLine(
            i,
            SignedNotes.checkpoint(i + 1, "another history"),
            Sha256.wrap(Base64.getDecoder().decode(parts[4])));
    return new String(line.octets(), UTF_8).trim();
  }

  @Test
  void read_anyFlippedBit_isFound() throws IOException {
    byte[] octets = (String.join("\n", right.subList(0, 4)) + "\n").getBytes(UTF_8);
    int end = octets.length - 1; // without the last newline the last line is one being written
    for (int bit = 0; bit < 8 * end; bit++) {
      byte[] changed = octets.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, changed);
      assertThat(ReadLines.of(file).faults).as("bit %s", bit).isNotEmpty();
    }
  }

  @Test
  void read_lineThatIsNone_isOneFaultAndTheRestIsRead() throws IOException {
    for (String wrong :
        List.of(
            "",
            "anything",
            "x".repeat(100_000),
            right.get(5) + " ",
            " " + right.get(5),
            "0" + right.get(5),
            right.get(5) + "\r",
            right.get(5).replace(" 6 ", " 06 "),
            right.get(5).replace(" 6 ", " 0 "),
            right.get(5).replace(" 6 ", " 9999999999999999999 "),
            right.get(5).replaceFirst("=", ""))) {
      List<String> lines = new ArrayList<>(right);
      lines.set(5, wrong);
      ReadLines read = read(lines);
      assertThat(read.faults).containsExactly("5:LINE_MALFORMED");
      assertThat(read.checkpoints).hasSize(LINES - 1);
    }
  }

  @Test
  void read_severalFaults_areAllNamed() throws IOException {
    List<String> lines = new ArrayList<>(right);
    lines.set(2, "anything");
    lines.set(3, right.get(4));
    lines.remove(8);

    assertThat(read(lines).faults)
        .containsExactly(
            "2:LINE_MALFORMED",
            "3:LINE_OUT_OF_CHAIN",
            "4:LINE_OUT_OF_CHAIN",
            "8:LINE_OUT_OF_CHAIN");
  }

  /** What is cut off the end leaves a right file, so only an earlier reading tells. */
  @Test
  void readSince_fileThatWasCutOffOrRewritten_isFound() throws IOException {
    AnchorFileEnd end = ReadLines.of(file).end();
    assertThat(end.lines()).isEqualTo(LINES);

    for (int kept = 0; kept < LINES; kept++) {
      Files.writeString(file, String.join("\n", right.subList(0, kept)) + (kept > 0 ? "\n" : ""));
      assertThat(ReadLines.of(file).faults).isEmpty();
      assertThat(ReadLines.since(end, file).faults).containsExactly(kept + ":EARLIER_END_MISSING");
    }
    Files.delete(file);
    FileAnchor rewritten = FileAnchor.of(file);
    for (int size = 1; size <= LINES + 3; size++) {
      rewritten.anchor(
          SignedNotes.note(SignedNotes.checkpoint(size, "another history")), SignedNotes.NO_PROOFS);
    }
    assertThat(ReadLines.of(file).faults).isEmpty();
    assertThat(ReadLines.since(end, file).faults)
        .containsExactly(LINES + 3 + ":EARLIER_END_MISSING");
  }

  @Test
  void readSince_fileThatGrew_isRight() {
    AnchorFileEnd end = ReadLines.of(file).end();
    assertThat(ReadLines.since(end, file).faults).isEmpty();
    FileAnchor.of(file).anchor(SignedNotes.note(LINES + 1), SignedNotes.NO_PROOFS);

    assertThat(ReadLines.since(end, file).faults).isEmpty();
    AnchorFileEnd nothing = new AnchorFileEnd(0, Optional.empty(), 0);
    assertThat(ReadLines.since(nothing, file).faults).isEmpty();
  }

  /** Attack D8: a log rewritten to its old length has the size of the anchor and another root. */
  @Test
  void checkpoint_ofAnotherHistoryOfTheSameSize_isNotTheAnchoredOne() {
    List<Checkpoint> anchored = ReadLines.of(file).checkpoints;

    assertThat(anchored).contains(SignedNotes.checkpoint(7));
    assertThat(anchored).doesNotContain(SignedNotes.checkpoint(7, "another history"));
  }

  @Test
  void read_fileThatIsNotThere_isNoEmptyOne() throws IOException {
    Files.delete(file);
    assertThatExceptionOfType(AnchorException.class)
        .isThrownBy(() -> ReadLines.of(file))
        .withMessageContaining(file.toString());

    Files.createFile(file);
    assertThat(ReadLines.of(file).end()).isEqualTo(new AnchorFileEnd(0, Optional.empty(), 0));
  }

  @Test
  void end_numbersBelowZero_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnchorFileEnd(-1, Optional.empty(), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnchorFileEnd(0, Optional.empty(), -1));
  }
}
