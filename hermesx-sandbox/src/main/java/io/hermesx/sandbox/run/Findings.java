// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.CapturedOutput;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxUsage;
import io.hermesx.sandbox.files.Collected;
import io.hermesx.sandbox.files.OutputFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a program when its streams are read.
 *
 * @param status what its process says
 * @param wall how long it ran
 * @param out its output
 * @param err its error output
 * @param flow what came up while they were read
 */
record Findings(int status, Duration wall, CapturedOutput out, CapturedOutput err, Flow flow) {

  /** How the streams went. */
  enum Flow {
    WHOLE,
    TOO_MUCH,
    BROKEN
  }

  /** Ends the reading of the streams; empty ones if there are none. Called once. */
  static Findings of(int status, Duration wall, @Nullable Streams streams) {
    if (streams == null) {
      return new Findings(status, wall, CapturedOutput.EMPTY, CapturedOutput.EMPTY, Flow.BROKEN);
    }
    boolean tooMuch = streams.out().carriedTooMuch() || streams.err().carriedTooMuch();
    CapturedOutput out = streams.out().finish();
    CapturedOutput err = streams.err().finish();
    boolean broken = streams.out().isBroken() || streams.err().isBroken();
    return new Findings(
        status, wall, out, err, broken ? Flow.BROKEN : tooMuch ? Flow.TOO_MUCH : Flow.WHOLE);
  }

  /** Returns the result of a program that is gone, as the back end knows it; it may throw. */
  SandboxResult result(
      SandboxRequest request,
      Launched program,
      Optional<SandboxOutcome> reason,
      Optional<WorkFolder> folder) {
    SandboxOutcome outcome =
        reason
            .or(() -> program.exceeded().map(SandboxOutcome.LimitExceeded::new))
            .or(this::limit)
            .orElseGet(() -> program.outcome(status, err.text()));
    Collected collected =
        folder.isEmpty()
            ? Collected.NOTHING
            : OutputFiles.collect(folder.get().root(), request.files().outputs(), request.limits());
    SandboxUsage usage = program.usage(wall);
    return new SandboxResult(
        outcome, out, err, program.held(), usage, collected.files(), collected.leftOut());
  }

  private Optional<SandboxOutcome> limit() {
    return flow == Flow.TOO_MUCH
        ? Optional.of(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT))
        : Optional.empty();
  }

  /** Returns the result where nothing can be said of it but this: so nothing held for certain. */
  SandboxResult fault(SandboxOutcome outcome) {
    SandboxUsage usage = new SandboxUsage(wall, Optional.empty(), OptionalLong.empty());
    return new SandboxResult(outcome, out, err, Set.of(), usage, List.of(), List.of());
  }
}
