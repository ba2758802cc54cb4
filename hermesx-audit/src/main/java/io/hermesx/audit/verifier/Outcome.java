// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/** What a verification comes to; the number is the exit code of the command. */
public enum Outcome {
  /** Everything is there, unchanged, signed and anchored. */
  OK(0),
  /** Something was changed, removed or forged. */
  TAMPERED(1),
  /** Nothing is known to be false, and not everything is proven. */
  INCOMPLETE(2),
  /** The input or the command could not be understood. */
  UNREADABLE(3);

  private final int code;

  Outcome(int code) {
    this.code = code;
  }

  /** The exit code. */
  public int code() {
    return code;
  }
}
