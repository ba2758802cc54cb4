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
 * @param began whether the program may have begun; false only where it is certain that nothing of
 *     it ran, so that it had no effect
 */
public record SandboxResult(
    SandboxOutcome outcome,
    CapturedOutput out,
    CapturedOutput err,
    Set<Guarantee> held,
    SandboxUsage usage,
    List<SandboxFile> files,
    List<String> leftOut,
    boolean began) {

  /** Copies the collections. */
  public SandboxResult {
    held = Set.copyOf(held);
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }

  /** Creates the result of a program that may have begun. */
  public SandboxResult(
      SandboxOutcome outcome,
      CapturedOutput out,
      CapturedOutput err,
      Set<Guarantee> held,
      SandboxUsage usage,
      List<SandboxFile> files,
      List<String> leftOut) {
    this(outcome, out, err, held, usage, files, leftOut, true);
  }

  /**
   * Returns the result of an execution that never began. Only for what is certain: a call whose
   * program never began is refused and may be made again.
   */
  public static SandboxResult notRun(SandboxOutcome outcome) {
    return empty(outcome, false);
  }

  /** Returns the result of an execution of which nothing is known but this; it may have begun. */
  public static SandboxResult unknown(SandboxOutcome outcome) {
    return empty(outcome, true);
  }

  private static SandboxResult empty(SandboxOutcome outcome, boolean began) {
    return new SandboxResult(
        outcome,
        CapturedOutput.EMPTY,
        CapturedOutput.EMPTY,
        Set.of(),
        SandboxUsage.NONE,
        List.of(),
        List.of(),
        began);
  }
}
