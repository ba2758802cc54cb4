// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

/**
 * Why a note is refused as a whole: what is wrong with the signature of a known key under it.
 *
 * @param key the known key that is named under the note
 * @param kind what is wrong
 */
public record SignatureFault(VerifierKey key, Kind kind) {

  /** What can be wrong with the signature of a known key. */
  public enum Kind {
    /** The signature is not that key's over this checkpoint. */
    INVALID,
    /** The key is named more than once. */
    REPEATED
  }
}
