// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are nearly a note or a checkpoint, each beside controls that are one. */
final class NoteAttackTest {

  static Stream<String> notes() {
    return Golden.lines("note-attacks.tsv");
  }

  static Stream<String> checkpoints() {
    return Golden.lines("checkpoint-attacks.tsv");
  }

  @ParameterizedTest
  @MethodSource("notes")
  void note_anotherSpelling_isRefused(String line) {
    String[] attack = line.split("\t", -1);
    String text = attack[2].translateEscapes();
    if (attack[1].equals("accepted")) {
      assertThat(Note.parse(text).format()).isEqualTo(text);
      assertThat(Note.parse(text.getBytes(UTF_8))).isEqualTo(Note.parse(text));
    } else {
      assertThatThrownBy(() -> Note.parse(text)).isInstanceOf(NoteRefusedException.class);
      assertThatThrownBy(() -> Note.parse(text.getBytes(UTF_8)))
          .isInstanceOf(NoteRefusedException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void checkpoint_anotherSpelling_isRefused(String line) {
    String[] attack = line.split("\t", -1);
    String text = attack[2].translateEscapes();
    if (attack[1].equals("accepted")) {
      assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
    } else {
      assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(NoteRefusedException.class);
    }
  }

  @Test
  void note_octetsThatAreNoUtf8_areRefused() {
    byte[] note = Golden.note().getBytes(UTF_8);
    note[3] = (byte) 0xc0;
    assertThatThrownBy(() -> Note.parse(note))
        .isInstanceOf(NoteRefusedException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void note_loneSurrogate_isRefused() {
    assertThatThrownBy(() -> Note.parse("a\ud800\n\n— k AQIDBHM=\n"))
        .isInstanceOf(NoteRefusedException.class);
  }

  @Test
  void note_asLongAsAllowed_isReadAndNotOneOctetMore() {
    String rest = "\n\n— k AQIDBHM=\n";
    int room = Note.MOST_OCTETS - rest.getBytes(UTF_8).length;
    String longest = "a".repeat(room) + rest;

    assertThat(Note.parse(longest.getBytes(UTF_8)).format()).isEqualTo(longest);
    assertThat(Note.parse(longest).format()).isEqualTo(longest);
    String longer = "a" + longest;
    assertThatThrownBy(() -> Note.parse(longer)).isInstanceOf(NoteRefusedException.class);
    assertThatThrownBy(() -> Note.parse(longer.getBytes(UTF_8)))
        .isInstanceOf(NoteRefusedException.class)
        .hasMessageContaining("131073");
    String longerInOctets = "é" + longest.substring(1);
    assertThatThrownBy(() -> Note.parse(longerInOctets)).isInstanceOf(NoteRefusedException.class);
  }

  @Test
  void note_sixteenPostQuantumSignatures_fit() {
    NoteSignature signature = new NoteSignature("k".repeat(255), 1, new byte[5000]);
    Note note = new Note("text\n", Collections.nCopies(Note.MOST_SIGNATURES, signature));

    assertThat(Note.parse(note.format())).isEqualTo(note);
  }
}
