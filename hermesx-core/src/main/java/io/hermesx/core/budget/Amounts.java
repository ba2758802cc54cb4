// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

/**
 * What a call costs or may cost, in every unit at once.
 *
 * @param nanoUsd money in nano-USD (10⁻⁹ US dollars); 0 or more
 * @param tokens model tokens; 0 or more
 * @param requests calls; 0 or more
 */
public record Amounts(long nanoUsd, long tokens, long requests) {

  /** Nothing at all. */
  public static final Amounts ZERO = new Amounts(0, 0, 0);

  /** Checks that none is negative. */
  public Amounts {
    if (nanoUsd < 0 || tokens < 0 || requests < 0) {
      throw new IllegalArgumentException(
          "amounts are "
              + nanoUsd
              + " nano-USD, "
              + tokens
              + " tokens, "
              + requests
              + " requests, allowed: 0 or more");
    }
  }

  /** One call that costs this much. */
  public static Amounts call(long nanoUsd) {
    return new Amounts(nanoUsd, 0, 1);
  }

  /** Returns the amount of one unit. */
  public long of(BudgetUnit unit) {
    return switch (unit) {
      case NANO_USD -> nanoUsd;
      case TOKENS -> tokens;
      case REQUESTS -> requests;
    };
  }

  /**
   * Adds, unit by unit.
   *
   * @throws ArithmeticException if a sum does not fit a long
   */
  public Amounts plus(Amounts other) {
    return new Amounts(
        Math.addExact(nanoUsd, other.nanoUsd),
        Math.addExact(tokens, other.tokens),
        Math.addExact(requests, other.requests));
  }
}
