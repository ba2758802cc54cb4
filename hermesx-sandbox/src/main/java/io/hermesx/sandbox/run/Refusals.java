// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxOutcome;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is said where a guarantee is missing. */
final class Refusals {

  private Refusals() {}

  /** Returns the refusal of what requires more than the back end holds; empty if it does not. */
  static Optional<SandboxOutcome> of(Backend backend, Set<Guarantee> required) {
    // Asked once: what is missing now may be there again a moment later.
    Set<Guarantee> held = backend.guarantees();
    if (held.containsAll(required)) {
      return Optional.empty();
    }
    EnumSet<Guarantee> missing = EnumSet.copyOf(required);
    missing.removeAll(held);
    String remedy =
        backend.proofs().stream()
            .filter(proof -> missing.contains(proof.guarantee()))
            .map(GuaranteeProof::remedy)
            .filter(text -> !text.isBlank())
            .distinct()
            .collect(Collectors.joining("; "));
    return Optional.of(new SandboxOutcome.Refused(missing, remedy));
  }
}
