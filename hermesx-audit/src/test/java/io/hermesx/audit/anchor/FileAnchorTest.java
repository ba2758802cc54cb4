// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.core.Sha256;
import io.hermesx.core.testkit.ChildJvms;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAnchorTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("anchors");
  }

  @Test
  void anchor_checkpoints_areLinesInTheirOrder() throws IOException {
    FileAnchor anchor = FileAnchor.of(file());
    List<String> receipts = new ArrayList<>();
    for (int size = 1; size <= 20; size++) {
      receipts.add(new String(anchor.anchor(SignedNotes.note(size), SignedNotes.NO_PROOFS), UTF_8));
    }

    assertThat(anchor.name()).isEqualTo("file");
    assertThat(Files.readString(file())).isEqualTo(String.join("", receipts));
    ReadLines lines = ReadLines.of(file());
    assertThat(lines.faults).isEmpty();
    assertThat(lines.end().lines()).isEqualTo(20);
    assertThat(lines.end().octetsBehind()).isZero();
    assertThat(lines.checkpoints).hasSize(20).contains(SignedNotes.checkpoint(7));
  }

  /** The format, written down a second time. */
  @Test
  void line_first_isAsDescribed() throws Exception {
    Checkpoint checkpoint = SignedNotes.checkpoint(5);
    String root = Base64.getEncoder().encodeToString(checkpoint.root().octets());
    String text = "0 audit.example.com/prod/one 5 " + root;
    byte[] domain = "hermesx/audit/anchor/v1\0".getBytes(UTF_8);
    Sha256 hash = Sha256.raw(domain, Sha256.raw(domain).octets(), text.getBytes(UTF_8));

    assertThat(FileAnchor.of(file()).anchor(SignedNotes.note(5), SignedNotes.NO_PROOFS))
        .asString()
        .isEqualTo(text + " " + Base64.getEncoder().encodeToString(hash.octets()) + "\n");
  }

  @Test
  void anchor_originWithSpacesAndNumbers_isReadBack() {
    Checkpoint odd = new Checkpoint("log 1 2 \u2028 é", Long.MAX_VALUE, Sha256.of("x"));
    FileAnchor.of(file()).anchor(SignedNotes.note(odd), SignedNotes.NO_PROOFS);
    FileAnchor.of(file()).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);

    assertThat(ReadLines.of(file()).checkpoints).containsExactly(odd, SignedNotes.checkpoint(1));
    assertThat(ReadLines.of(file()).faults).isEmpty();
  }

  @Test
  void anchor_longestOrigin_fitsALine() {
    Checkpoint longest = new Checkpoint("x".repeat(255), Long.MAX_VALUE, Sha256.of("x"));
    AnchorLine line = new AnchorLine(Long.MAX_VALUE, longest, Sha256.of("y"));

    assertThat(line.octets()).hasSizeLessThanOrEqualTo(389);
    assertThat(AnchorLine.parse(new String(line.octets(), UTF_8).trim().getBytes(UTF_8)))
        .contains(line);
  }

  @Test
  void anchor_afterARestart_continuesTheFile() {
    FileAnchor.of(file()).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
    FileAnchor.of(file()).anchor(SignedNotes.note(2), SignedNotes.NO_PROOFS);
    FileAnchor.of(file()).anchor(SignedNotes.note(3), SignedNotes.NO_PROOFS);

    ReadLines lines = ReadLines.of(file());
    assertThat(lines.faults).isEmpty();
    assertThat(lines.checkpoints).extracting(Checkpoint::size).containsExactly(1L, 2L, 3L);
  }

  /** What happens at each heartbeat of a log that does not grow. */
  @Test
  void anchor_sameCheckpointAgain_getsTheLineThatItHas() throws IOException {
    FileAnchor one = FileAnchor.of(file());
    FileAnchor other = FileAnchor.of(file());
    Checkpoint foreign = new Checkpoint("other", 1, Sha256.of("x"));
    byte[] first = one.anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
    assertThat(other.anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS)).isEqualTo(first);
    byte[] second = other.anchor(SignedNotes.note(foreign), SignedNotes.NO_PROOFS);
    String both = Files.readString(file());

    for (int beat = 0; beat < 10; beat++) {
      assertThat(one.anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS)).isEqualTo(first);
      assertThat(other.anchor(SignedNotes.note(foreign), SignedNotes.NO_PROOFS)).isEqualTo(second);
      byte[] restarted =
          FileAnchor.of(file()).anchor(SignedNotes.note(foreign), SignedNotes.NO_PROOFS);
      assertThat(restarted).isEqualTo(second);
    }

    assertThat(file()).hasContent(both);
    assertThat(ReadLines.of(file()).end().lines()).isEqualTo(2);
  }

  @Test
  void anchor_sameCheckpointAgainInAFileThatLostIt_isRefused() throws IOException {
    FileAnchor anchor = FileAnchor.of(file());
    anchor.anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
    Files.writeString(file(), "");

    assertThatExceptionOfType(AnchorException.class)
        .isThrownBy(() -> anchor.anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS))
        .withMessageContaining("no longer has line 0");
  }

  @Test
  void anchor_tornLastLine_isTakenAway() throws IOException {
    FileAnchor.of(file()).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
    byte[] first = Files.readAllBytes(file());
    FileAnchor.of(file()).anchor(SignedNotes.note(2), SignedNotes.NO_PROOFS);
    byte[] both = Files.readAllBytes(file());
    for (int kept = 0; kept < both.length; kept++) {
      Files.write(file(), Arrays.copyOf(both, kept));
      int complete = kept < first.length ? 0 : 1;
      ReadLines torn = ReadLines.of(file());
      assertThat(torn.faults).isEmpty();
      assertThat(torn.end().lines()).isEqualTo(complete);
      assertThat(torn.end().octetsBehind()).isEqualTo(kept - complete * first.length);

      FileAnchor.of(file()).anchor(SignedNotes.note(3), SignedNotes.NO_PROOFS);

      ReadLines lines = ReadLines.of(file());
      assertThat(lines.faults).isEmpty();
      assertThat(lines.checkpoints).hasSize(complete + 1).endsWith(SignedNotes.checkpoint(3));
    }
  }

  @Test
  void anchor_tornLineThatIsLongerThanTheNext_leavesNothingBehind() throws IOException {
    FileAnchor.of(file()).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
    Files.writeString(file(), "1 " + "x".repeat(390), StandardOpenOption.APPEND);

    FileAnchor.of(file()).anchor(SignedNotes.note(2), SignedNotes.NO_PROOFS);

    ReadLines lines = ReadLines.of(file());
    assertThat(lines.faults).isEmpty();
    assertThat(lines.end().lines()).isEqualTo(2);
    assertThat(lines.end().octetsBehind()).isZero();
  }

  @Test
  void anchor_whatCannotBeContinued_isRefusedAndLeftAsItIs() throws IOException {
    FileAnchor.of(file()).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
    FileAnchor.of(file()).anchor(SignedNotes.note(2), SignedNotes.NO_PROOFS);
    String right = Files.readString(file());
    for (String wrong :
        List.of(
            "a configuration",
            "a configuration\n",
            "\n",
            "0".repeat(400),
            right.replace(" 2 ", " 3 "),
            right.replace("\n1 ", "\n2 "),
            right.substring(right.indexOf('\n') + 1),
            right + "\n")) {
      Files.writeString(file(), wrong);
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(
              () -> FileAnchor.of(file()).anchor(SignedNotes.note(3), SignedNotes.NO_PROOFS))
          .withMessageContaining("anchor to another file");
      assertThat(file()).hasContent(wrong);
    }
  }

  @Test
  void anchor_fileThatLostWhatThisProcessWrote_isRefused() throws IOException {
    FileAnchor anchor = FileAnchor.of(file());
    anchor.anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
    byte[] one = Files.readAllBytes(file());
    anchor.anchor(SignedNotes.note(2), SignedNotes.NO_PROOFS);
    byte[] two = Files.readAllBytes(file());

    Files.write(file(), one);
    assertThatExceptionOfType(AnchorException.class)
        .isThrownBy(() -> anchor.anchor(SignedNotes.note(3), SignedNotes.NO_PROOFS))
        .withMessageContaining("no longer has line 1");
    Files.delete(file());
    assertThatExceptionOfType(AnchorException.class)
        .isThrownBy(() -> anchor.anchor(SignedNotes.note(3), SignedNotes.NO_PROOFS));
    Files.write(file(), two);
    FileAnchor.of(file()).anchor(SignedNotes.note(3), SignedNotes.NO_PROOFS);
    anchor.anchor(SignedNotes.note(4), SignedNotes.NO_PROOFS);
    assertThat(ReadLines.of(file()).end().lines()).isEqualTo(4);
  }

  @Test
  void anchor_whatIsNoCheckpoint_isRefused() {
    assertThatExceptionOfType(NoteRefusedException.class)
        .isThrownBy(
            () ->
                FileAnchor.of(file()).anchor("something\n".getBytes(UTF_8), SignedNotes.NO_PROOFS));
    assertThat(file()).doesNotExist();
  }

  @Test
  void anchor_folderThatIsNotThere_isUnreachable() {
    Path nowhere = folder.resolve("missing").resolve("anchors");

    assertThatExceptionOfType(AnchorException.class)
        .isThrownBy(() -> FileAnchor.of(nowhere).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS))
        .withMessageContaining(nowhere.toString());
  }

  @Test
  void anchor_whileAnotherOfThisProcessWrites_isRefused() throws IOException {
    Path guard = folder.resolve("anchors.lock");
    try (FileChannel held =
        FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      held.lock();
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(
              () -> FileAnchor.of(file()).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS))
          .withMessageContaining("one for each file");
    }
    FileAnchor.of(file()).anchor(SignedNotes.note(1), SignedNotes.NO_PROOFS);
  }

  @Test
  void anchor_threeProcessesOfWhichOneIsKilled_losesNoReceiptAndKeepsTheChain() {
    List<String> receipts = new ArrayList<>();
    try (ChildJvms jvms = ChildJvms.start(3, Appender.class, file().toString())) {
      for (int round = 0; round < 10; round++) {
        receipts.addAll(jvms.ask("5"));
        if (round == 5) {
          jvms.tell("40");
          jvms.kill(0);
          receipts.addAll(jvms.ask("1"));
        }
      }
    }

    ReadLines lines = ReadLines.of(file());
    assertThat(lines.faults).isEmpty();
    assertThat(lines.end().lines()).isGreaterThanOrEqualTo(5L * receipts.size() / 2);
    assertThat(file()).content().contains(receipts);
  }

  /** Anchors as many checkpoints as it is told, and answers with the receipt of the last. */
  static final class Appender {

    public static void main(String[] arguments) {
      FileAnchor anchor = FileAnchor.of(Path.of(arguments[0]));
      Scanner in = new Scanner(System.in, UTF_8);
      while (in.hasNextInt()) {
        byte[] receipt = {};
        for (int left = in.nextInt(); left > 0; left--) {
          receipt = anchor.anchor(SignedNotes.note(left), SignedNotes.NO_PROOFS);
        }
        System.out.println(new String(receipt, UTF_8).trim());
      }
    }
  }
}
