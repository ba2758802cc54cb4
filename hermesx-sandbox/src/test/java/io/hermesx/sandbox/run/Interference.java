// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.util.Arrays;

/** What happens at a step before the back end does what it was asked to; it may throw. */
@FunctionalInterface
interface Interference {

  /**
   * Interferes.
   *
   * @param argv the program it is about; empty where it is about none
   */
  void at(Step step, String... argv);

  /** Throws at one step, for programs that have a word among their arguments. */
  static Interference throwing(Step where, Error thrown, String word) {
    return (step, argv) -> {
      if (step == where && Arrays.asList(argv).contains(word)) {
        throw thrown;
      }
    };
  }
}
