// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

/** How much of a log one question may ask for, and from where. */
final class AuditLimits {

  private static final int MOST = 10_000;

  private AuditLimits() {}

  static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + MOST);
    }
  }

  static void requireFrom(long from) {
    requireNotNegative("from", from);
  }

  static void requireSkip(long skip) {
    requireNotNegative("skip", skip);
  }

  private static void requireNotNegative(String what, long number) {
    if (number < 0) {
      throw new IllegalArgumentException(what + " is " + number + ", allowed: 0 or more");
    }
  }
}
