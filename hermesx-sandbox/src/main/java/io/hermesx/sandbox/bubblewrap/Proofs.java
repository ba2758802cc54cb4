// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was found out about every guarantee. */
record Proofs(List<GuaranteeProof> now, Set<Guarantee> held) {

  static Proofs of(List<GuaranteeProof> proofs) {
    return new Proofs(
        List.copyOf(proofs),
        proofs.stream()
            .filter(GuaranteeProof::held)
            .map(GuaranteeProof::guarantee)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Returns these without what needs a warden. */
  Proofs withoutWarden() {
    return of(
        now.stream()
            .map(
                proof ->
                    proof.guarantee() == Guarantee.CRASH_CLEANUP && proof.held()
                        ? GuaranteeProof.missing(
                            Guarantee.CRASH_CLEANUP,
                            "the process that cleans up after this JVM has ended",
                            "try again at once: another is being started; let nobody kill"
                                + " hermesx-warden")
                        : proof)
            .toList());
  }
}
