// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.doctor;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxTier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An executor and what was found out about it on this host.
 *
 * @param name such as {@code bubblewrap}
 * @param proofs one for each guarantee, in their order
 */
record Examined(String name, List<GuaranteeProof> proofs) {

  /** The strongest tier that it holds; empty if it holds none. */
  Optional<SandboxTier> tier() {
    Optional<SandboxTier> reached = Optional.empty();
    for (SandboxTier tier : SandboxTier.values()) {
      reached = lacks(tier).isEmpty() ? Optional.of(tier) : reached;
    }
    return reached;
  }

  boolean reaches(SandboxTier tier) {
    return lacks(tier).isEmpty();
  }

  /** What it does not hold of a tier. */
  Set<Guarantee> lacks(SandboxTier tier) {
    EnumSet<Guarantee> missing = EnumSet.copyOf(tier.guarantees());
    proofs.stream()
        .filter(GuaranteeProof::held)
        .map(GuaranteeProof::guarantee)
        .forEach(missing::remove);
    return missing;
  }

  /** What an operator can do to reach a tier, each thing once. */
  List<String> remedies(SandboxTier tier) {
    Set<Guarantee> missing = lacks(tier);
    return proofs.stream()
        .filter(proof -> missing.contains(proof.guarantee()))
        .map(GuaranteeProof::remedy)
        .distinct()
        .toList();
  }

  /** The proofs of which nothing but the guarantee differs, together. */
  List<List<GuaranteeProof>> alike() {
    List<List<GuaranteeProof>> groups = new ArrayList<>();
    for (GuaranteeProof proof : proofs) {
      groups.stream()
          .filter(group -> same(group.get(0), proof))
          .findFirst()
          .orElseGet(
              () -> {
                groups.add(new ArrayList<>());
                return groups.get(groups.size() - 1);
              })
          .add(proof);
    }
    return groups;
  }

  private static boolean same(GuaranteeProof one, GuaranteeProof other) {
    return one.held() == other.held()
        && one.evidence().equals(other.evidence())
        && one.remedy().equals(other.remedy());
  }
}
