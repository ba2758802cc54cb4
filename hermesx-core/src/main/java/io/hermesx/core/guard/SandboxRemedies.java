// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells operators how to get what programs require and the executor has not proven: once for each
 * set of guarantees. Remedies name places of this host, so neither the record of a tenant nor the
 * model sees them. Thread-safe.
 */
final class SandboxRemedies {

  /** Which guarantees programs require may depend on their arguments. */
  private static final int MOST = 64;

  private final SandboxExecutor executor;
  private final Consumer<String> log;
  private final Set<Set<Guarantee>> told = ConcurrentHashMap.newKeySet();

  SandboxRemedies(SandboxExecutor executor, Consumer<String> log) {
    this.executor = executor;
    this.log = log;
  }

  /** A call of a tool is refused for want of these. */
  void tell(String tool, Set<Guarantee> missing) {
    if (!missing.isEmpty() && told.size() < MOST && told.add(Set.copyOf(missing))) {
      log.accept(
          "tool "
              + tool
              + " is refused, as every call that requires these: the sandbox executor has not proven "
              + new TreeSet<>(missing)
              + "; "
              + remedies(missing));
    }
  }

  private String remedies(Set<Guarantee> missing) {
    try {
      String known =
          executor.proofs().stream()
              .filter(proof -> missing.contains(proof.guarantee()))
              .map(GuaranteeProof::remedy)
              .filter(remedy -> !remedy.isBlank())
              .distinct()
              .collect(Collectors.joining("; "));
      return known.isEmpty() ? "it names no remedy" : known;
    } catch (RuntimeException e) {
      return "asked for a remedy, it threw " + e.getClass().getName();
    }
  }
}
