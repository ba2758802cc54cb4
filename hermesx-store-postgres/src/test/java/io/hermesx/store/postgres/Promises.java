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

  private enum Answer {
    KEPT,
    NOT_KEPT,
    UNKNOWN
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
      answers.put(number, Answer.KEPT);
      return result;
    } catch (StoreException e) {
      answers.put(number, e.retrySafe() ? Answer.NOT_KEPT : Answer.UNKNOWN);
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
          if (answer != Answer.UNKNOWN) {
            assertThat(kept.containsKey(number))
                .as("%s, said %s", number, answer)
                .isEqualTo(answer == Answer.KEPT);
          }
        });
  }

  int size() {
    return answers.size();
  }
}
