// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.examples.service.http.Problem;
import io.hermesx.examples.service.http.ProblemException;
import io.hermesx.examples.service.http.Problems;
import java.util.List;
import java.util.function.Supplier;

/** Turns what core says of a text it refuses into a problem that names the place. */
final class Texts {

  private Texts() {}

  static <T> T valid(String pointer, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw Problems.invalidBody(
          List.of(new Problem.Place(pointer, String.valueOf(e.getMessage()))));
    }
  }

  /** A text that people read: not blank, no control characters, at most 200 characters. */
  static String title(String pointer, String text) {
    boolean plain = text.codePoints().noneMatch(Character::isISOControl);
    if (text.isBlank() || text.length() > 200 || !plain) {
      throw refused(
          pointer, "is blank, too long or has control characters, allowed: 1 to 200 without");
    }
    return text;
  }

  static ProblemException refused(String pointer, String what) {
    return Problems.invalidBody(List.of(new Problem.Place(pointer, pointer + ": " + what)));
  }
}
