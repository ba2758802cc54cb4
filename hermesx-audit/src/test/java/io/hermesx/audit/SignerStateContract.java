// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import io.hermesx.core.testkit.Contention;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every state of signers keeps to. */
abstract class SignerStateContract {

  static final String LOG = "audit.example.com/prod/one";
  private static final String OTHER = "audit.example.com/prod/other";

  private static final int THREADS = 4;
  private static final int CALLS = 100;

  /** Returns a state that knows no log. */
  abstract SignerState state();

  @Test
  void find_unknownLog_isEmpty() {
    assertThat(state().find(LOG)).isEmpty();
  }

  @Test
  void findAll_severalLogs_areFoundAsEachByItself() {
    SignerState state = state();
    assertThat(state.findAll(List.of())).isEmpty();
    assertThat(state.findAll(List.of(LOG, OTHER))).isEmpty();
    state.advance(List.of(move(null, at(LOG, 5, 1)), move(null, at("third", 7, 3))));

    assertThat(state.findAll(List.of(LOG, OTHER, "third")))
        .containsOnly(Map.entry(LOG, at(LOG, 5, 1)), Map.entry("third", at("third", 7, 3)));
    assertThat(state.findAll(List.of(OTHER))).isEmpty();
  }

  @Test
  void endingWith_severalLogs_areThoseOfThatEnding() {
    SignerState state = state();
    assertThat(state.endingWith("#owed")).isEmpty();
    state.advance(
        List.of(
            move(null, at(LOG, 5, 1)),
            move(null, at(LOG + "#owed", 5, 1)),
            move(null, at(OTHER + "#owed", 7, 3)),
            move(null, at("#owed" + OTHER, 7, 3))));
    state.advance(List.of(move(at(OTHER + "#owed", 7, 3), at(OTHER + "#owed", 8, 4))));

    assertThat(state.endingWith("#owed"))
        .containsOnly(
            Map.entry(LOG + "#owed", at(LOG + "#owed", 5, 1)),
            Map.entry(OTHER + "#owed", at(OTHER + "#owed", 8, 4)));
    assertThat(state.endingWith("#listed")).isEmpty();
  }

  @Test
  void advance_fromWhereTheLogStands_isMadeAndFound() {
    SignerState state = state();

    assertThat(state.advance(List.of(move(null, at(LOG, 5, 1))))).isEmpty();
    assertThat(state.find(LOG)).contains(at(LOG, 5, 1));
    assertThat(state.advance(List.of(move(at(LOG, 5, 1), at(LOG, 9, 2))))).isEmpty();
    assertThat(state.find(LOG)).contains(at(LOG, 9, 2));
    assertThat(state.find(OTHER)).isEmpty();
  }

  @Test
  void advance_emptyLog_mayBeSignedFirst() {
    SignerState state = state();

    assertThat(state.advance(List.of(move(null, Checkpoint.empty(LOG))))).isEmpty();
    assertThat(state.advance(List.of(move(Checkpoint.empty(LOG), at(LOG, 1, 1))))).isEmpty();
  }

  @Test
  void advance_sameCheckpointAgain_isMade() {
    SignerState state = state();
    state.advance(List.of(move(null, at(LOG, 5, 1))));

    assertThat(state.advance(List.of(move(at(LOG, 5, 1), at(LOG, 5, 1))))).isEmpty();
    assertThat(state.find(LOG)).contains(at(LOG, 5, 1));
  }

  @Test
  void advance_smallerSize_isRefusedWhateverIsExpected() {
    for (Checkpoint expected : expectations()) {
      assertRefused(move(expected, at(LOG, 4, 1)), SignerRefusal.Reason.BACKWARDS);
      assertRefused(move(expected, Checkpoint.empty(LOG)), SignerRefusal.Reason.BACKWARDS);
    }
  }

  @Test
  void advance_otherRootAtSameSize_isRefusedWhateverIsExpected() {
    for (Checkpoint expected : expectations()) {
      assertRefused(move(expected, at(LOG, 5, 2)), SignerRefusal.Reason.OTHER_ROOT);
    }
  }

  @Test
  void advance_fromWhereTheLogDoesNotStand_isRefused() {
    assertRefused(move(null, at(LOG, 6, 1)), SignerRefusal.Reason.MOVED);
    assertRefused(move(at(LOG, 4, 1), at(LOG, 6, 1)), SignerRefusal.Reason.MOVED);
    assertRefused(move(at(LOG, 5, 2), at(LOG, 6, 1)), SignerRefusal.Reason.MOVED);
    assertRefused(move(at(LOG, 6, 1), at(LOG, 6, 1)), SignerRefusal.Reason.MOVED);
    assertRefused(move(null, at(LOG, 5, 1)), SignerRefusal.Reason.MOVED);

    SignerMove unknown = move(at(OTHER, 1, 1), at(OTHER, 2, 2));
    assertThat(state().advance(List.of(unknown)))
        .containsExactly(new SignerRefusal(unknown, Optional.empty(), SignerRefusal.Reason.MOVED));
  }

  @Test
  void advance_someRefused_movesTheOthers() {
    SignerState state = state();
    state.advance(List.of(move(null, at(LOG, 5, 1)), move(null, at(OTHER, 7, 1))));
    SignerMove back = move(at(LOG, 5, 1), at(LOG, 3, 1));
    SignerMove on = move(at(OTHER, 7, 1), at(OTHER, 8, 2));
    SignerMove fresh = move(null, at("fresh", 1, 1));

    assertThat(state.advance(List.of(fresh, back, on)))
        .containsExactly(
            new SignerRefusal(back, Optional.of(at(LOG, 5, 1)), SignerRefusal.Reason.BACKWARDS));
    assertThat(state.find(LOG)).contains(at(LOG, 5, 1));
    assertThat(state.find(OTHER)).contains(at(OTHER, 8, 2));
    assertThat(state.find("fresh")).contains(at("fresh", 1, 1));
  }

  @Test
  void advance_originTwice_isRefusedAndNothingMoves() {
    SignerState state = state();

    assertThatThrownBy(
            () -> state.advance(List.of(move(null, at(LOG, 1, 1)), move(null, at(LOG, 2, 2)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(LOG);
    assertThat(state.find(LOG)).isEmpty();
  }

  @Test
  void advance_noMoves_isNothing() {
    assertThat(state().advance(List.of())).isEmpty();
  }

  @Test
  void advance_tooManyMoves_isRefused() {
    SignerMove move = move(null, at(LOG, 1, 1));

    assertThatThrownBy(() -> state().advance(Collections.nCopies(10_001, move)))
        .hasMessageContaining("10001");
  }

  @Test
  void advance_asManyLogsAsAllowed_areAllFound() {
    SignerState state = state();
    List<SignerMove> moves =
        IntStream.range(0, SignerState.MOST_MOVES)
            .mapToObj(i -> move(null, at("log " + i, 1 + i, i)))
            .toList();

    assertThat(state.advance(moves)).isEmpty();
    assertThat(state.find("log 9999")).contains(at("log 9999", 10_000, 9999));
    assertThat(state.find("log 0")).contains(at("log 0", 1, 0));
  }

  @Test
  void move_originsDiffer_isRefused() {
    assertThatThrownBy(() -> move(at(LOG, 1, 1), at(OTHER, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(LOG)
        .hasMessageContaining(OTHER);
  }

  /** Property P17: from each checkpoint at most one thread moves on, and sizes only grow. */
  @Test
  void advance_racingThreads_makeOneHistory() {
    SignerState state = state();
    List<SignerMove> made =
        Contention.run(THREADS, thread -> () -> race(state, thread)).stream()
            .flatMap(List::stream)
            .toList();

    assertThat(made).hasSizeGreaterThan(CALLS / 2);
    assertOneHistory(made, state);
  }

  static List<SignerMove> race(SignerState state, int racer) {
    List<SignerMove> made = new ArrayList<>();
    race(state, racer, made::add);
    return made;
  }

  /**
   * Moves a log at random, forwards and backwards, 100 times.
   *
   * @param made takes each move that was made, right behind it
   */
  static void race(SignerState state, int racer, Consumer<SignerMove> made) {
    Random random = new Random(racer);
    for (int i = 0; i < CALLS; i++) {
      Optional<Checkpoint> current = state.find(LOG);
      long size = current.map(Checkpoint::size).orElse(0L);
      Checkpoint next =
          random.nextInt(10) == 0
              ? current.orElse(at(LOG, 1, racer))
              : at(LOG, Math.max(1, size - 3 + random.nextInt(10)), 1000 * racer + i);
      SignerMove move = new SignerMove(current, next);
      if (state.advance(List.of(move)).isEmpty()) {
        made.accept(move);
      }
    }
  }

  /**
   * Every move starts where exactly one other ended, and the last one ends where the log stands.
   */
  static void assertOneHistory(List<SignerMove> made, SignerState state) {
    List<SignerMove> steps =
        made.stream()
            .filter(move -> !move.expected().equals(Optional.of(move.next())))
            .sorted(Comparator.comparingLong(move -> move.next().size()))
            .toList();
    Set<Checkpoint> all = new HashSet<>();
    Optional<Checkpoint> at = Optional.empty();
    for (SignerMove step : steps) {
      assertThat(step.expected()).isEqualTo(at);
      at = Optional.of(step.next());
      all.add(step.next());
    }
    assertThat(state.find(LOG)).isEqualTo(at);
    assertThat(all).containsAll(made.stream().map(SignerMove::next).toList());
  }

  private void assertRefused(SignerMove move, SignerRefusal.Reason reason) {
    SignerState state = state();
    state.advance(List.of(move(null, at(LOG, 5, 1))));

    assertThat(state.advance(List.of(move)))
        .containsExactly(new SignerRefusal(move, Optional.of(at(LOG, 5, 1)), reason));
    assertThat(state.find(LOG)).contains(at(LOG, 5, 1));
  }

  private static List<Checkpoint> expectations() {
    return Stream.of(at(LOG, 5, 1), at(LOG, 4, 1), at(LOG, 5, 2), at(LOG, 7, 1)).toList();
  }

  static SignerMove move(Checkpoint expected, Checkpoint next) {
    return new SignerMove(Optional.ofNullable(expected), next);
  }

  /** The checkpoint of a log whose root is made of a number. */
  static Checkpoint at(String origin, long size, int root) {
    return new Checkpoint(origin, size, Sha256.of("test", Integer.toString(root).getBytes(UTF_8)));
  }
}
