// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.util.List;

/**
 * What verifying a checkpoint against known keys found. Signatures of other keys, such as
 * witnesses, are ignored and not mentioned.
 *
 * @param verified the signatures of known keys that hold, in the order of the keys
 * @param faults what is wrong with signatures of known keys; a note with one is refused as a whole,
 *     whatever else is verified
 */
public record SignatureCheck(List<VerifiedSignature> verified, List<SignatureFault> faults) {

  /** Copies the lists. */
  public SignatureCheck {
    verified = List.copyOf(verified);
    faults = List.copyOf(faults);
  }

  /** Whether at least one known key signed and nothing is wrong with the signature of any. */
  public boolean isAccepted() {
    return faults.isEmpty() && !verified.isEmpty();
  }

  /** Whether the signature of this key is there and holds. */
  public boolean isSignedBy(VerifierKey key) {
    return verified.stream().anyMatch(signature -> signature.key().equals(key));
  }
}
