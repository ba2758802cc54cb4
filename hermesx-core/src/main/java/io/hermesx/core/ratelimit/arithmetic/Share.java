// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

/**
 * {@code count × rest / period} in integers, where the product is longer than 63 bits: by long
 * division in base 128, whose partial sums stay below 2^53 because a period stays below 2^45 µs.
 * (So that the script of Redis, whose numbers are doubles, computes in the same steps.)
 */
final class Share {

  private static final int DIGIT_BITS = 7;
  private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
  private static final int HIGHEST_DIGIT = 28;

  private Share() {}

  /** Returns {@code ceil(count × rest / period)}; count below 2^35, rest at most the period. */
  static long roundedUp(long count, long rest, long period) {
    long product = count * rest;
    if (isShort(count, rest, product)) {
      return product / period + (product % period == 0 ? 0 : 1);
    }
    long part = part(count, rest, period);
    return whole(count, rest, period) + (part == 0 ? 0 : 1);
  }

  static boolean isShort(long count, long rest, long product) {
    return product >= 0 && Math.multiplyHigh(count, rest) == 0;
  }

  /** Returns the whole of {@code count × rest / period}. */
  static long whole(long count, long rest, long period) {
    long whole = 0;
    long part = 0;
    for (int shift = HIGHEST_DIGIT; shift >= 0; shift -= DIGIT_BITS) {
      long sum = (part << DIGIT_BITS) + rest * ((count >>> shift) & DIGIT_MASK);
      whole = (whole << DIGIT_BITS) + sum / period;
      part = sum % period;
    }
    return whole;
  }

  /** Returns the numerator, over the period, of what {@link #whole} leaves. */
  static long part(long count, long rest, long period) {
    long part = 0;
    for (int shift = HIGHEST_DIGIT; shift >= 0; shift -= DIGIT_BITS) {
      part = ((part << DIGIT_BITS) + rest * ((count >>> shift) & DIGIT_MASK)) % period;
    }
    return part;
  }
}
