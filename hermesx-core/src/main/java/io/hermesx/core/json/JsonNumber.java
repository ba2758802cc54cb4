// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import org.jspecify.annotations.Nullable;

/**
 * A JSON number: a finite IEEE 754 double, as RFC 7493 and RFC 8785 read it.
 *
 * <p>{@code 1}, {@code 1.0} and {@code 1e0} are the same number, and there is one zero. Every
 * integer up to 2^53 in magnitude has a number of its own. Beyond, most integers have not, and of
 * the others the JSON text often says another one ({@code 1L << 62} is written as
 * 4611686018427388000): only those whose text says them can be put in and taken out as a {@code
 * long}. Send larger identifiers and exact decimals (money) as strings.
 */
public final class JsonNumber implements JsonValue {

  private static final double EXACT_INTEGERS = 0x1p53;

  private final double value;

  private JsonNumber(double value) {
    this.value = value + 0.0; // -0 + 0 is 0; every other value is unchanged
  }

  /**
   * The number of an integer.
   *
   * @throws IllegalArgumentException when its JSON text would say another integer (possible beyond
   *     2^53 in magnitude)
   */
  public static JsonNumber of(long value) {
    double nearest = (double) value;
    if (Math.abs(nearest) >= EXACT_INTEGERS
        && !NumberText.of(nearest).equals(Long.toString(value))) {
      throw new IllegalArgumentException(
          "The integer would be another one in JSON; allowed: up to 2^53 in magnitude, and larger ones that a double holds and"
              + " writes digit by digit. Use a JsonString.");
    }
    return new JsonNumber(nearest);
  }

  /**
   * The number of a double; {@code -0.0} becomes {@code 0}.
   *
   * @throws IllegalArgumentException when it is NaN or infinite, which JSON cannot say
   */
  public static JsonNumber of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "NaN and infinities are no JSON numbers; allowed: finite doubles. Leave the member out, or use JsonNull or a JsonString.");
    }
    return new JsonNumber(value);
  }

  /** The value. */
  public double doubleValue() {
    return value;
  }

  /** Whether the value has no fraction; {@code 5.0} is an integer. */
  public boolean isInteger() {
    return value == Math.rint(value);
  }

  /**
   * The integer that the JSON text says, as a {@code long}.
   *
   * @throws ArithmeticException when the value has a fraction, or is no number that {@link
   *     #of(long)} makes
   */
  public long longValueExact() {
    if (!isLong()) {
      throw new ArithmeticException("The JSON number is no integer that a long holds exactly.");
    }
    return (long) value;
  }

  /** Whether {@link #longValueExact()} answers. */
  boolean isLong() {
    if (Math.abs(value) <= EXACT_INTEGERS) {
      return isInteger();
    }
    return NumberText.of(value).equals(Long.toString((long) value));
  }

  @Override
  public JsonKind kind() {
    return JsonKind.NUMBER;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonNumber that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value);
  }

  /**
   * The number as ECMAScript writes it: the fewest digits that lead back to the same double (RFC
   * 8785, section 3.2.2.3).
   */
  @Override
  public String toString() {
    return NumberText.of(value);
  }
}
