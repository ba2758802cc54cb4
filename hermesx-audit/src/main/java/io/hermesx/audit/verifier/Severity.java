// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/** How bad a fault is for the whole. */
enum Severity {
  /** Something is not there that could be: nothing is known to be false. */
  INCOMPLETE,
  /** What was read is not what was written. */
  TAMPERED,
  /** It cannot be told what was read. */
  UNREADABLE
}
