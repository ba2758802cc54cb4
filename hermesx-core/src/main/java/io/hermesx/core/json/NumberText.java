// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/**
 * The text of a double as ECMAScript's {@code Number::toString} writes it (RFC 8785, section
 * 3.2.2.3).
 *
 * <p>The digits are the fewest that a correct parser reads back as the same double; of several
 * such, those closest to the exact value, and of two equally close ones the even one. {@code
 * Double.toString} is not used: before JDK 19 it writes too many digits for some values
 * (JDK-4511638), and a digest must not depend on the JDK. Three ways lead to the digits:
 *
 * <ol>
 *   <li>Integers below 2^53 are written as they are.
 *   <li>A decimal of at most 15 digits is found by scaling with a power of ten. Distinct decimals
 *       of up to 15 digits have distinct doubles (DBL_DIG is 15), so the one found is the only one,
 *       and the smallest scale gives it without trailing zeros. Integers below 2^53 and powers of
 *       ten up to 10^22 are exact doubles, so the division rounds as a parser would.
 *   <li>All others in exact integer arithmetic: {@link ShortestDecimal}.
 * </ol>
 */
final class NumberText {

  private static final double EXACT_INTEGERS = 0x1p53;
  private static final double FIFTEEN_DIGITS = 1e15;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private NumberText() {}

  static String of(double value) {
    double magnitude = Math.abs(value);
    if (magnitude < EXACT_INTEGERS && magnitude == Math.rint(magnitude)) {
      return Long.toString((long) value);
    }
    String sign = value < 0 ? "-" : "";
    for (int scale = 1; scale < POWERS_OF_TEN.length; scale++) {
      double digits = Math.rint(magnitude * POWERS_OF_TEN[scale]);
      if (digits >= FIFTEEN_DIGITS) {
        break;
      }
      if (digits / POWERS_OF_TEN[scale] == magnitude) {
        return sign + layOut((long) digits, -scale);
      }
    }
    ShortestDecimal decimal = ShortestDecimal.of(magnitude);
    return sign + layOut(decimal.digits(), decimal.exponent());
  }

  /**
   * Writes significand × 10^exponent: plain from 1e-6 to below 1e21, with an exponent elsewhere.
   */
  private static String layOut(long significand, int exponent) {
    String digits = Long.toString(significand);
    int point = digits.length() + exponent; // how many digits stand before the decimal point
    if (point > 21 || point <= -6) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      return digits.charAt(0) + fraction + (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return digits + "0".repeat(point - digits.length());
    }
    return digits.substring(0, point) + '.' + digits.substring(point);
  }
}
