// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What verifying signature lines against the keys of known witnesses found. Signatures of others
 * are ignored and not mentioned.
 *
 * @param held the cosignatures that hold, in the order of the lines; a witness may have several
 * @param wrong the witnesses that are named over a signature that is not theirs for this
 *     checkpoint, or has no time, in the order of the lines
 */
public record CosignatureCheck(List<Cosignature> held, List<WitnessKey> wrong) {

  /** Copies the lists. */
  public CosignatureCheck {
    held = List.copyOf(held);
    wrong = List.copyOf(wrong);
  }

  /** The witnesses whose cosignatures hold, each once. */
  public Set<WitnessKey> witnesses() {
    return held.stream()
        .map(Cosignature::witness)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns the signature lines of the cosignatures that hold, each with its newline. */
  public String lines() {
    return held.stream().map(each -> each.signature().line()).collect(Collectors.joining());
  }
}
