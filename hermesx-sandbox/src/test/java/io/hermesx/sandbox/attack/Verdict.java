// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.util.List;

/**
 * What came of an attack on an executor.
 *
 * @param kind what it comes to
 * @param problems why, where it is a hole
 */
record Verdict(Kind kind, List<String> problems) {

  enum Kind {
    /** It ran and was held. */
    CONTAINED,
    /** The executor has not proven all that it takes, and said exactly what. */
    REFUSED,
    /** The executor has proven nothing of what it takes, and said so. */
    NOT_CLAIMED,
    /** The executor claims to hold it and does not. */
    HOLE
  }

  static Verdict of(Kind kind) {
    return new Verdict(kind, List.of());
  }

  static Verdict contained(List<String> problems) {
    return new Verdict(problems.isEmpty() ? Kind.CONTAINED : Kind.HOLE, List.copyOf(problems));
  }

  String text() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
