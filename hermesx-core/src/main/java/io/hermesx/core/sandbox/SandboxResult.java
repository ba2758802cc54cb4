// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.Set;

/**
 * What came of an execution.
 *
 * @param outcome how it ended
 * @param out standard output
 * @param err standard error
 * @param held the guarantees that held while it ran; empty if nothing ran
 */
public record SandboxResult(
    SandboxOutcome outcome, CapturedOutput out, CapturedOutput err, Set<Guarantee> held) {

  /** Copies the set. */
  public SandboxResult {
    held = Set.copyOf(held);
  }
}
