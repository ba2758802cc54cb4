// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm;
import java.math.BigInteger;

/**
 * A pause and a call, scaled to a limit so that most traces go through empty and full.
 *
 * @param kind how long the pause is
 * @param pause thousandths
 * @param cost thousandths of the capacity
 * @param choice what else is done, 0 to 999
 */
record Act(Kind kind, int pause, int cost, int choice) {

  /** How long a pause is. */
  enum Kind {
    NONE,
    TICK,
    TICKS,
    PART,
    UNTIL_IT_FITS,
    JUST_BEFORE_IT_FITS
  }

  long cost(RateAlgorithm algorithm) {
    return BigInteger.valueOf(algorithm.capacity())
        .multiply(BigInteger.valueOf(cost))
        .divide(BigInteger.valueOf(1_000))
        .longValueExact();
  }

  long costAboveZero(RateAlgorithm algorithm) {
    return Math.max(1, cost(algorithm));
  }

  /**
   * How long the pause is, µs.
   *
   * @param longest what the parts are of
   * @param untilFits when what is asked next would fit
   */
  long micros(long longest, long untilFits) {
    return switch (kind) {
      case NONE -> 0;
      case TICK -> 1;
      case TICKS -> pause;
      case PART ->
          BigInteger.valueOf(Math.min(longest, Algorithms.LONGEST_PAUSE))
              .multiply(BigInteger.valueOf((long) pause * pause))
              .divide(BigInteger.valueOf(1_000_000))
              .longValueExact();
      case UNTIL_IT_FITS -> untilFits > Algorithms.LONGEST_PAUSE ? 0 : untilFits;
      case JUST_BEFORE_IT_FITS ->
          untilFits > Algorithms.LONGEST_PAUSE ? 0 : Math.max(0, untilFits - 1);
    };
  }
}
