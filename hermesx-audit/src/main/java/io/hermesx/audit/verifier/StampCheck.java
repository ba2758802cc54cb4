// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;


/** Tells whether a time-stamp authority that is trusted has stamped a checkpoint. */
@FunctionalInterface
interface StampCheck {

  /** What a receipt is worth. */
  enum Answer {
    /** It is a stamp for these octets, by a trusted authority. */
    HOLDS,
    /** It is a stamp and does not hold. */
    DOES_NOT_HOLD,
    /** It is none. */
    NOT_READABLE
  }

  /**
   * Checks a receipt.
   *
   * @param note the octets that were to be stamped
   */
  Answer check(byte[] note, byte[] receipt);
}
