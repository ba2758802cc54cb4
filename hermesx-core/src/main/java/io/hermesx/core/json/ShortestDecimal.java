// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.math.BigInteger;

/**
 * The shortest decimal that rounds to a given positive double, as digits × 10^exponent without
 * trailing zeros.
 *
 * <p>A double c × 2^q is what a parser returns for every decimal in its rounding interval, which
 * reaches half a unit (2^q) to each side; below a power of two only a quarter, since the doubles
 * there lie closer. The ends belong to it when c is even. Let 10^k be the largest power of ten not
 * above the interval's width. Then some multiple of 10^k lies in it, and of 10^(k+1) at most one.
 * If there is that one, no decimal is shorter. Else the multiples of 10^k in it all have equally
 * many digits, and the one closest to the double is wanted: a neighbour of it, since those nearer
 * lie within when any does on that side.
 */
record ShortestDecimal(long digits, int exponent) {

  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
  private static final int MIN_EXPONENT = -1074;
  private static final double LOG10_OF_2 = Math.log10(2);
  private static final double LOG10_OF_THREE_QUARTERS = Math.log10(0.75);
  private static final BigInteger[] POWERS_OF_TEN = powersOfTen();

  private static BigInteger[] powersOfTen() {
    BigInteger[] powers = new BigInteger[325];
    powers[0] = BigInteger.ONE;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1].multiply(BigInteger.TEN);
    }
    return powers;
  }

  static ShortestDecimal of(double positive) {
    long bits = Double.doubleToRawLongBits(positive);
    int biased = (int) (bits >>> FRACTION_BITS);
    long fraction = bits & (HIDDEN_BIT - 1);
    long c = biased == 0 ? fraction : fraction | HIDDEN_BIT;
    int q = MIN_EXPONENT + Math.max(biased - 1, 0);
    boolean narrowBelow = fraction == 0 && biased > 1;
    // No multiple of the logarithm comes near enough to an integer for the floor to be in doubt.
    int k = (int) Math.floor(q * LOG10_OF_2 + (narrowBelow ? LOG10_OF_THREE_QUARTERS : 0));
    long digits = Interval.of(c, q, k, narrowBelow).shortest();
    while (digits % 10 == 0) {
      digits /= 10;
      k++;
    }
    return new ShortestDecimal(digits, k);
  }

  /**
   * A rounding interval in units of 10^k, all as multiples of 1 / denominator: the double is {@code
   * below} units and a rest.
   */
  private record Interval(
      long below,
      BigInteger rest,
      BigInteger denominator,
      BigInteger reachDown,
      BigInteger reachUp,
      boolean withEnds) {

    static Interval of(long c, int q, int k, boolean narrowBelow) {
      BigInteger quarter = POWERS_OF_TEN[Math.max(-k, 0)].shiftLeft(Math.max(q - 2, 0));
      BigInteger denominator = POWERS_OF_TEN[Math.max(k, 0)].shiftLeft(Math.max(2 - q, 0));
      BigInteger[] division =
          quarter.multiply(BigInteger.valueOf(4 * c)).divideAndRemainder(denominator);
      BigInteger half = quarter.shiftLeft(1);
      return new Interval(
          division[0].longValueExact(),
          division[1],
          denominator,
          narrowBelow ? quarter : half,
          half,
          c % 2 == 0);
    }

    long shortest() {
      BigInteger fromTen = denominator.multiply(BigInteger.valueOf(below % 10)).add(rest);
      if (isWithin(fromTen, reachDown)) {
        return below - below % 10;
      }
      if (isWithin(denominator.multiply(BigInteger.TEN).subtract(fromTen), reachUp)) {
        return below - below % 10 + 10;
      }
      return closest();
    }

    private long closest() {
      BigInteger toAbove = denominator.subtract(rest);
      if (!isWithin(rest, reachDown)) {
        return below + 1;
      }
      if (!isWithin(toAbove, reachUp)) {
        return below;
      }
      int nearer = rest.compareTo(toAbove);
      return nearer < 0 || (nearer == 0 && below % 2 == 0) ? below : below + 1;
    }

    private boolean isWithin(BigInteger distance, BigInteger reach) {
      int order = distance.compareTo(reach);
      return order < 0 || (order == 0 && withEnds);
    }
  }
}
