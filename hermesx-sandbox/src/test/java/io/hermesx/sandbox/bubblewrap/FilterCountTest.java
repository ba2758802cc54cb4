// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A filter that was there before is not taken for ours. */
class FilterCountTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no filter at all,                      0, 0, 0, 0, false",
    "ours alone,                            0, 0, 2, 1, true",
    "that of a container and ours,          2, 1, 2, 2, true",
    "that of a container alone,             2, 1, 2, 1, false",
    "fewer than before is none of ours,     2, 3, 2, 2, false",
    "an old kernel with ours,               0, -, 2, -, true",
    "an old kernel in a container,          2, -, 2, -, false",
    "a strict mode is no filter,            0, 0, 1, 0, false",
    "a count that one side does not tell,   2, 1, 2, -, false",
    "a word instead of a count,             0, x, 2, x, true"
  })
  void child_comparedWithItsParent_isUnderOneMoreOnlyIfItIs(
      String what, String mode, String count, String inside, String more, boolean expected) {
    assertThat(status(inside, more).hasMoreThan(status(mode, count))).as(what).isEqualTo(expected);
  }

  private static FilterCount status(String mode, String count) {
    List<String> lines = List.of("Name:\tjava", "Seccomp:\t" + mode, "NoNewPrivs:\t1");
    return FilterCount.of(
        count.equals("-")
            ? lines
            : List.of(lines.get(0), lines.get(1), "Seccomp_filters:\t" + count));
  }
}
