// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

/** The bound on texts that conditions compare with. */
final class ConditionText {

  static final int MAX_LENGTH = 1_024;

  private ConditionText() {}

  static String require(String what, String text, int least) {
    if (text.length() < least || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " of a condition has "
              + text.length()
              + " characters, allowed: "
              + least
              + " to "
              + MAX_LENGTH);
    }
    return text;
  }
}
