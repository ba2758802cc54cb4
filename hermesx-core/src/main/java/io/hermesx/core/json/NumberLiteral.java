// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What number a literal of JSON's grammar means, or empty when a double would silently mean
 * another.
 */
final class NumberLiteral {

  private static final int ALWAYS_EXACT = 15; // characters: every integer this short is below 2^53

  private NumberLiteral() {}

  /**
   * A literal without fraction and exponent: the integer it says, when the double holds it exactly
   * or writes itself so (beyond 2^53 the canonical form pads the shortest digits with zeros, and
   * must be readable).
   */
  static Optional<JsonNumber> integer(String literal) {
    if (literal.length() <= ALWAYS_EXACT) {
      return Optional.of(JsonNumber.of(Long.parseLong(literal)));
    }
    double nearest = Double.parseDouble(literal);
    boolean kept =
        Double.isFinite(nearest)
            && (holds(nearest, literal) || NumberText.of(nearest).equals(literal));
    return kept ? Optional.of(JsonNumber.of(nearest)) : Optional.empty();
  }

  private static boolean holds(double value, String literal) {
    return new BigDecimal(value).compareTo(new BigDecimal(literal)) == 0;
  }

  /**
   * A literal with a fraction or an exponent: the nearest double, unless that is infinite, or zero
   * where the literal is not.
   */
  static Optional<JsonNumber> decimal(String literal) {
    double nearest = Double.parseDouble(literal);
    if (Double.isInfinite(nearest) || (nearest == 0 && !saysZero(literal))) {
      return Optional.empty();
    }
    return Optional.of(JsonNumber.of(nearest));
  }

  private static boolean saysZero(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == 'e' || c == 'E') {
        return true;
      }
      if (c >= '1' && c <= '9') {
        return false;
      }
    }
    return true;
  }
}
