// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxTier;
import java.util.Arrays;
import java.util.List;

/** Finds out what bubblewrap can hold here. */
final class BubblewrapProofs {

  private BubblewrapProofs() {}

  static List<GuaranteeProof> of(SandboxExecutor executor, BubblewrapHost host) {
    SandboxOutcome outcome =
        executor.start(SandboxRequest.builder("true").build()).result().join().outcome();
    boolean runs = outcome.equals(new SandboxOutcome.Exited(0));
    return Arrays.stream(Guarantee.values())
        .map(
            guarantee ->
                runs && SandboxTier.UNTRUSTED.guarantees().contains(guarantee)
                    ? GuaranteeProof.held(guarantee, "provisional")
                    : GuaranteeProof.missing(guarantee, outcome.toString(), "provisional"))
        .toList();
  }
}
