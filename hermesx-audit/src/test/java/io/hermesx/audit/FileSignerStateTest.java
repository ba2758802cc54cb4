// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.testkit.Contention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state in a file, with what can happen to a file. */
final class FileSignerStateTest extends SignerStateContract {

  @TempDir private Path folder;

  private final List<FileSignerState> opened = new ArrayList<>();

  @Override
  SignerState state() {
    return created("state-" + opened.size());
  }

  @AfterEach
  void close() {
    opened.forEach(FileSignerState::close);
  }

  @Test
  void open_afterClose_knowsWhatWasKnown() {
    try (FileSignerState state = created("state")) {
      advance(state, null, at(LOG, 5, 1));
      advance(state, at(LOG, 5, 1), at(LOG, 6, 2));
    }

    assertThat(open("state").find(LOG)).contains(at(LOG, 6, 2));
  }

  @Test
  void journal_twoMoves_isWrittenAsDocumented() throws IOException {
    FileSignerState state = created("state");
    advance(state, null, Checkpoint.empty("a"));

    assertThat(Files.readString(folder.resolve("state")))
        .isEqualTo(
            "hermesx/audit/signer-state/v1\t0\n"
                + "f78189a1b2f08568d9eb4a2c8929687478765bd0f10315c43d538c92651a09e8\n"
                + "c527577193a8941554352e93a89b1d7a3e343cbc973d49e6fa6e65364845d64c"
                + "\t0\t47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ta\n");
  }

  @Test
  void create_fileIsThere_isRefused() {
    created("state");

    assertThatThrownBy(() -> created("state"))
        .isInstanceOf(SignerStateException.class)
        .hasMessageContaining(folder.resolve("state").toString());
  }

  @Test
  void open_fileIsMissing_isRefusedAndMakesNone() {
    assertThatThrownBy(() -> open("state"))
        .isInstanceOf(SignerStateException.class)
        .hasMessageContaining(folder.resolve("state").toString());
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void advance_fileVanished_isRefusedAndMakesNone() throws IOException {
    FileSignerState state = created("state");
    Files.delete(folder.resolve("state"));

    assertThatThrownBy(() -> advance(state, null, at(LOG, 1, 1)))
        .isInstanceOf(SignerStateException.class);
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void twoInstances_ofOneFile_seeEachOther() {
    FileSignerState one = created("state");
    FileSignerState other = open("state");
    advance(one, null, at(LOG, 5, 1));

    assertThat(other.find(LOG)).contains(at(LOG, 5, 1));
    advance(other, at(LOG, 5, 1), at(LOG, 6, 1));
    assertThat(one.find(LOG)).contains(at(LOG, 6, 1));
  }

  /** In one process the system's lock does not keep threads apart. */
  @Test
  void twoInstances_racingInOneProcess_makeOneHistory() {
    List<FileSignerState> states = List.of(created("state"), open("state"));
    List<SignerMove> made =
        Contention.run(4, thread -> () -> race(states.get(thread % 2), thread)).stream()
            .flatMap(List::stream)
            .toList();

    assertOneHistory(made, states.get(0));
    assertOneHistory(made, open("state"));
  }

  @Test
  void advance_grownFile_isWrittenAnewForAllInstances() throws IOException {
    FileSignerState one = withSlack(created("state"), 0);
    FileSignerState other = open("state");
    Checkpoint last = null;
    for (int i = 1; i <= 50; i++) {
      Checkpoint next = at(LOG, i, i);
      advance(i % 5 == 0 ? other : one, last, next);
      last = next;
    }

    assertThat(Files.size(folder.resolve("state"))).isLessThan(1000);
    assertThat(Files.readString(folder.resolve("state"))).startsWith("hermesx/audit/signer-state");
    assertThat(folder.resolve("state.new")).doesNotExist();
    for (FileSignerState state : List.of(one, other, open("state"))) {
      assertThat(state.find(LOG)).contains(at(LOG, 50, 50));
    }
  }

  @Test
  void open_tornLastLine_isDroppedAndWritingGoesOn() throws IOException {
    byte[] whole = written(3);
    for (int cut = line(whole, 4) + 1; cut < whole.length; cut += 7) {
      Path file = Files.write(folder.resolve("torn" + cut), Arrays.copyOf(whole, cut));
      FileSignerState state = open(file.getFileName().toString());

      assertThat(state.find(LOG)).contains(at(LOG, 2, 2));
      advance(state, at(LOG, 2, 2), at(LOG, 4, 4));
      assertThat(open(file.getFileName().toString()).find(LOG)).contains(at(LOG, 4, 4));
    }
  }

  @Test
  void open_lastLineWithHolesOfZeros_isDropped() throws IOException {
    byte[] whole = written(3);
    int start = line(whole, 4);
    for (int from = start; from < whole.length - 1; from += 11) {
      byte[] holed = whole.clone();
      Arrays.fill(holed, from, Math.min(whole.length - 1, from + 20), (byte) 0);
      Files.write(folder.resolve("holed" + from), holed);

      assertThat(open("holed" + from).find(LOG)).contains(at(LOG, 2, 2));
    }
  }

  @Test
  void open_anyOctetChanged_isRefusedOrHadNoMeaning() throws IOException {
    byte[] whole = written(3);
    for (int i = 0; i < whole.length - 1; i++) { // without the last newline the line is torn
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Path file = Files.write(folder.resolve("damaged"), damaged);

      assertThatThrownBy(() -> open("damaged"))
          .as("octet " + i)
          .isInstanceOf(SignerStateException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("line ");
    }
  }

  @Test
  void open_lineMissingInBetween_isRefusedAndNamed() throws IOException {
    List<String> lines = new String(written(4), UTF_8).lines().toList();
    for (int missing = 0; missing < lines.size() - 1; missing++) {
      List<String> rest = new ArrayList<>(lines);
      rest.remove(missing);
      Files.writeString(folder.resolve("missing"), String.join("\n", rest) + "\n");
      int line = missing + 1;

      assertThatThrownBy(() -> open("missing"))
          .isInstanceOf(SignerStateException.class)
          .hasMessageContaining("line " + line);
    }
  }

  @Test
  void open_emptyOrForeignFile_isRefused() throws IOException {
    for (String content :
        List.of("", "\n", "hello\n", "hermesx/audit/signer-state/v1\t0\n", "hermesx\0\0")) {
      Files.writeString(folder.resolve("foreign"), content);

      assertThatThrownBy(() -> open("foreign")).isInstanceOf(SignerStateException.class);
    }
  }

  @Test
  void advance_olderCopyPutInPlace_isRefused() throws IOException {
    Path file = folder.resolve("state");
    FileSignerState state = created("state");
    advance(state, null, at(LOG, 1, 1));
    byte[] older = Files.readAllBytes(file);
    advance(state, at(LOG, 1, 1), at(LOG, 2, 2));
    Files.write(file, older);

    assertThatThrownBy(() -> advance(state, at(LOG, 1, 1), at(LOG, 2, 3)))
        .isInstanceOf(SignerStateException.class)
        .hasMessageContaining("older");
    assertThat(Files.readAllBytes(file)).isEqualTo(older);
  }

  @Test
  void advance_damagedWhileOpen_isRefused() throws IOException {
    FileSignerState state = created("state");
    advance(state, null, at(LOG, 1, 1));
    Files.writeString(folder.resolve("state"), "rubbish\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> state.find(LOG))
        .isInstanceOf(SignerStateException.class)
        .hasMessageContaining("line 4");
  }

  @Test
  void advance_interruptedThread_isMadeAndStaysInterrupted() {
    FileSignerState state = created("state");
    Thread.currentThread().interrupt();
    try {
      advance(state, null, at(LOG, 1, 1));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(open("state").find(LOG)).contains(at(LOG, 1, 1));
  }

  @Test
  void close_twiceAndUsedAfterwards_isHarmless() {
    FileSignerState state = created("state");
    state.close();
    state.close();

    advance(state, null, at(LOG, 1, 1));
    assertThat(state.find(LOG)).contains(at(LOG, 1, 1));
  }

  private byte[] written(int moves) throws IOException {
    FileSignerState state = created("written" + moves);
    for (int i = 1; i <= moves; i++) {
      advance(state, i == 1 ? null : at(LOG, i - 1, i - 1), at(LOG, i, i));
    }
    return Files.readAllBytes(folder.resolve("written" + moves));
  }

  /** Where a line starts, from 0. */
  private static int line(byte[] octets, int line) {
    String text = new String(octets, UTF_8);
    int at = 0;
    for (int i = 0; i < line; i++) {
      at = text.indexOf('\n', at) + 1;
    }
    return at;
  }

  private static void advance(SignerState state, Checkpoint expected, Checkpoint next) {
    assertThat(state.advance(List.of(new SignerMove(Optional.ofNullable(expected), next))))
        .isEmpty();
  }

  private FileSignerState created(String name) {
    return keep(FileSignerState.create(folder.resolve(name)));
  }

  private FileSignerState open(String name) {
    return keep(FileSignerState.open(folder.resolve(name)));
  }

  private FileSignerState withSlack(FileSignerState first, long slack) {
    first.close();
    Path file = folder.resolve("state");
    return keep(
        new FileSignerState(file, new FileJournalDisk(folder.resolve("state.lock")), slack));
  }

  private FileSignerState keep(FileSignerState state) {
    opened.add(state);
    return state;
  }
}
