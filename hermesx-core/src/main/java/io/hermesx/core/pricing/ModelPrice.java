// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.pricing;

import io.hermesx.core.model.TokenUsage;
import java.math.BigInteger;

/**
 * What a model costs, in nano-USD for a million tokens: {@code $0.15} a million is {@code
 * 150_000_000}. Whole numbers of this unit express every price in use exactly.
 *
 * @param input for tokens read
 * @param cachedInput for tokens read from the provider's cache
 * @param output for tokens written
 */
public record ModelPrice(long input, long cachedInput, long output) {

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /** A model that costs nothing. */
  public static final ModelPrice FREE = new ModelPrice(0, 0, 0);

  /** Checks that none is negative. */
  public ModelPrice {
    if (input < 0 || cachedInput < 0 || output < 0) {
      throw new IllegalArgumentException(
          "a model price is "
              + input
              + ", "
              + cachedInput
              + ", "
              + output
              + " nano-USD a million, allowed: 0 or more");
    }
  }

  /**
   * Returns what the tokens cost, in nano-USD, rounded once and half to even.
   *
   * @throws ArithmeticException if it does not fit a long
   */
  public long cost(TokenUsage usage) {
    BigInteger[] parts = exact(usage).divideAndRemainder(MILLION);
    int half = parts[1].shiftLeft(1).compareTo(MILLION);
    boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
    return (up ? parts[0].add(BigInteger.ONE) : parts[0]).longValueExact();
  }

  /**
   * Returns what the tokens cost at most, in nano-USD, rounded up: for reservations.
   *
   * @throws ArithmeticException if it does not fit a long
   */
  public long ceiling(TokenUsage usage) {
    return exact(usage).add(MILLION).subtract(BigInteger.ONE).divide(MILLION).longValueExact();
  }

  private BigInteger exact(TokenUsage usage) {
    return times(input, usage.input())
        .add(times(cachedInput, usage.cachedInput()))
        .add(times(output, usage.output()));
  }

  private static BigInteger times(long price, long tokens) {
    return BigInteger.valueOf(price).multiply(BigInteger.valueOf(tokens));
  }
}
