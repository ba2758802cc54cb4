// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

/**
 * What an executor found out about a guarantee by trying.
 *
 * @param guarantee which
 * @param held whether it holds
 * @param evidence what was tried and what came of it, for an operator
 * @param remedy what an operator can do to get it; empty if it holds
 */
public record GuaranteeProof(Guarantee guarantee, boolean held, String evidence, String remedy) {

  /** Returns a proof that it holds. */
  public static GuaranteeProof held(Guarantee guarantee, String evidence) {
    return new GuaranteeProof(guarantee, true, evidence, "");
  }

  /** Returns a proof that it does not hold. */
  public static GuaranteeProof missing(Guarantee guarantee, String evidence, String remedy) {
    return new GuaranteeProof(guarantee, false, evidence, remedy);
  }
}
