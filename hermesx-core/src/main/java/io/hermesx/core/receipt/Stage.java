// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import java.util.Locale;

/**
 * The stages of a guarded call, in order. A model call passes those that apply to it, in the same
 * order.
 */
public enum Stage {
  /** Finds the tool and compares its pin with the one on record. */
  RESOLVE,
  /** Parses the arguments and validates them against the schema. */
  VALIDATE,
  /** Looks the call id up: a known one is answered from the record. */
  REPLAY,
  /** Scans what goes in. */
  SCAN_INPUT,
  /** Asks the policy decision point. */
  POLICY,
  /** Sees whether a person must agree, and has. */
  APPROVAL,
  /** Counts the call in its run. */
  LOOP,
  /** Takes from every rate limit, or from none. */
  RATE,
  /** Commits approval, reservation, intent and audit event. */
  OPEN,
  /** Runs the tool or asks the model. */
  EXECUTE,
  /** Scans what comes out. */
  SCAN_OUTPUT,
  /** Commits settlement, usage, final receipt and audit event. */
  CLOSE;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /**
   * Returns the stage as it is written in receipts and in the audit trail, such as {@code
   * scan_input}.
   */
  public String wireName() {
    return wireName;
  }
}
