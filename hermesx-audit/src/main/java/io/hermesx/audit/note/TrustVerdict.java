// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.util.List;

/**
 * Whether a checkpoint is signed as a policy wants it, and by which generations of keys.
 *
 * @param signatures what was found of the keys of all generations
 * @param generations the numbers of the generations it is acceptable for, from 0, ascending: all
 *     required keys of it signed and no signature of any known key is wrong. More than one where
 *     keys are rotated
 */
public record TrustVerdict(SignatureCheck signatures, List<Integer> generations) {

  /** Copies the list. */
  public TrustVerdict {
    generations = List.copyOf(generations);
  }

  /** Whether the checkpoint is acceptable as signed by a generation. */
  public boolean isSignedBy(int generation) {
    return generations.contains(generation);
  }
}
