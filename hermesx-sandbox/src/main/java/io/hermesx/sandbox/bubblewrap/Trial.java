// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxLimitsBuilder;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.sandbox.run.TrialEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A program that ran in the sandbox to find out something.
 *
 * @param outcome how it ended
 * @param lines what it printed
 */
record Trial(SandboxOutcome outcome, List<String> lines) {

  /** Much more than any takes: where it is not enough, nothing was found out. */
  static final SandboxLimits LIMITS = SandboxLimits.STANDARD.withWall(Duration.ofSeconds(30));

  private static final String BUSY =
      "open the executor again when the host is less busy: the trial did not end in its time; or ";

  /** Runs a script under limits that are mostly the standard ones. */
  static Trial script(
      SandboxExecutor executor, UnaryOperator<SandboxLimitsBuilder> limits, String... script) {
    String[] argv = new String[script.length + 3];
    argv[0] = "/bin/sh";
    argv[1] = "-c";
    argv[2] = script[0];
    argv[3] = "hermesx-probe";
    System.arraycopy(script, 1, argv, 4, script.length - 1);
    SandboxRequest request =
        SandboxRequest.builder(argv)
            .environment(Map.of("HERMESX_GIVEN", "1"))
            .limits(limits.apply(LIMITS.toBuilder()).build())
            .build();
    return of(TrialEnd.of(executor.start(request, OutputSink.none())));
  }

  static Trial of(SandboxResult result) {
    return new Trial(
        result.outcome(), new String(result.out().head(), StandardCharsets.UTF_8).lines().toList());
  }

  boolean printed(String line) {
    return lines.contains(line);
  }

  /** Returns what follows this on the lines that begin with it. */
  List<String> after(String start) {
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  /** Returns a proof whose evidence is what was done and what came of it. */
  GuaranteeProof proof(Guarantee guarantee, boolean held, String what, String remedy) {
    String evidence = what + ": " + outcome;
    if (held) {
      return GuaranteeProof.held(guarantee, evidence);
    }
    boolean late = outcome instanceof SandboxOutcome.TimedOut;
    return GuaranteeProof.missing(guarantee, evidence, late ? BUSY + remedy : remedy);
  }
}
