// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.examples.service.http.Problem;
import io.hermesx.examples.service.http.ProblemException;
import io.hermesx.examples.service.http.Problems;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
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

  /**
   * An instant; RFC 3339, which the schema checks, allows offsets and digits that Java does not.
   */
  static Instant instant(String pointer, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw refused(pointer, "is no instant, allowed: such as 2026-01-31T00:00:00Z");
    }
  }

  static ProblemException refused(String pointer, String what) {
    return Problems.invalidBody(List.of(new Problem.Place(pointer, pointer + ": " + what)));
  }
}
