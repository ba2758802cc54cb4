// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

/** Whether a condition holds: it does, it does not, or the value does not let one tell. */
enum Match {
  YES,
  NO,
  UNKNOWN;

  static Match of(boolean holds) {
    return holds ? YES : NO;
  }

  /** The opposite; what is unknown stays so. */
  Match not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
