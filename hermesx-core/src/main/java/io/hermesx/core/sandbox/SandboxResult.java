// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.List;
import java.util.Set;

/**
 * What came of an execution.
 *
 * @param outcome how it ended
 * @param out standard output
 * @param err standard error
 * @param held the guarantees that held while it ran; empty if nothing ran
 * @param usage what it used
 * @param files the output files that were asked for and are there, by path
 * @param leftOut what was asked for and is not handed back, a line each with the reason
 */
public record SandboxResult(
    SandboxOutcome outcome,
    CapturedOutput out,
    CapturedOutput err,
    Set<Guarantee> held,
    SandboxUsage usage,
    List<SandboxFile> files,
    List<String> leftOut) {

  /** Copies the collections. */
  public SandboxResult {
    held = Set.copyOf(held);
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns the result of an execution that never began. */
  public static SandboxResult notRun(SandboxOutcome outcome) {
    return new SandboxResult(
        outcome,
        CapturedOutput.EMPTY,
        CapturedOutput.EMPTY,
        Set.of(),
        SandboxUsage.NONE,
        List.of(),
        List.of());
  }
}
