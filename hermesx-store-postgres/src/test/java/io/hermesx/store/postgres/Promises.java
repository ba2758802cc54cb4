// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.StoreException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * What the store said about each piece of work: kept, not kept, or that nobody knows. Thread-safe.
 */
final class Promises {

  /** The word of the store; {@code why} it did not keep a piece of work. */
  private record Answer(Word word, String why) {

    private enum Word {
      KEPT,
      NOT_KEPT,
      UNKNOWN
    }

    static Answer of(StoreException e) {
      return new Answer(e.retrySafe() ? Word.NOT_KEPT : Word.UNKNOWN, e.getMessage());
    }
  }

  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Answer> answers = new ConcurrentHashMap<>();

  /**
   * Does a piece of work and remembers how it ended.
   *
   * @param work gets the number of the piece, which has to stand in every row it writes
   */
  <T> T keep(LongFunction<T> work) {
    long number = numbers.incrementAndGet();
    try {
      T result = work.apply(number);
      answers.put(number, new Answer(Answer.Word.KEPT, ""));
      return result;
    } catch (StoreException e) {
      answers.put(number, Answer.of(e));
      throw e;
    }
  }

  /**
   * Checks that each piece of work is there as a whole or not at all, as the store said.
   *
   * @param kept how many rows of each piece are there
   * @param whole how many rows each piece wrote
   */
  void assertKept(Map<Long, Long> kept, Map<Long, Long> whole) {
    assertThat(kept).isEqualTo(whole);
    answers.forEach(
        (number, answer) -> {
          if (answer.word() != Answer.Word.UNKNOWN) {
            assertThat(kept.containsKey(number))
                .as("%d of %d, said %s", number, answers.size(), answer)
                .isEqualTo(answer.word() == Answer.Word.KEPT);
          }
        });
  }

  int size() {
    return answers.size();
  }
}
