// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxRequestBuilder;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.sandbox.run.TrialEnd;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds out what plain processes can hold here, by running a few. */
public final class ProcessProofs {

  private static final String STRONGER =
      "run it on a BubblewrapSandboxExecutor; a plain process is for programs that are trusted";
  private static final String TOOLS =
      "have the programs env, sleep and yes of coreutils on the PATH of the host";
  private static final String START =
      "change what kept the trial from starting, which the evidence says";
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int LITTLE = 64 << 10;

  private final SandboxExecutor executor;

  private ProcessProofs(SandboxExecutor executor) {
    this.executor = executor;
  }

  /** Returns what was found out about every guarantee. Takes some tenths of a second. */
  public static List<GuaranteeProof> of(SandboxExecutor executor) {
    ProcessProofs proofs = new ProcessProofs(executor);
    return Arrays.stream(Guarantee.values()).map(proofs::proof).toList();
  }

  private GuaranteeProof proof(Guarantee guarantee) {
    return switch (guarantee) {
      case WALL_LIMIT -> wall();
      case OUTPUT_LIMIT -> output();
      case ENV_CLEAN -> environment();
      case TREE_KILL ->
          GuaranteeProof.missing(
              guarantee, "a child that hides from its parent is not always found", STRONGER);
      default -> GuaranteeProof.missing(guarantee, "nothing confines a plain process", STRONGER);
    };
  }

  private GuaranteeProof wall() {
    SandboxOutcome outcome =
        run(SandboxRequest.builder("sleep", "1000").limits(SandboxLimits.STANDARD.withWall(SHORT)))
            .outcome();
    return verdict(
        Guarantee.WALL_LIMIT,
        outcome instanceof SandboxOutcome.TimedOut,
        "sleep 1000 under a limit of 20 ms: ",
        outcome);
  }

  private GuaranteeProof output() {
    SandboxLimits limits =
        SandboxLimits.STANDARD.toBuilder().outputBytes(LITTLE).maxOutputBytes(LITTLE).build();
    SandboxResult result = run(SandboxRequest.builder("yes").limits(limits));
    boolean held =
        result.outcome().equals(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT))
            && result.out().head().length + result.out().tail().length <= LITTLE;
    return verdict(
        Guarantee.OUTPUT_LIMIT, held, "yes under a limit of 65,536 octets: ", result.outcome());
  }

  private GuaranteeProof environment() {
    SandboxResult result =
        run(SandboxRequest.builder("env").environment(Map.of("HERMESX_GIVEN", "1")));
    String seen = new String(result.out().head(), StandardCharsets.UTF_8).strip();
    boolean held =
        result.outcome().equals(new SandboxOutcome.Exited(0)) && seen.equals("HERMESX_GIVEN=1");
    return verdict(
        Guarantee.ENV_CLEAN,
        held,
        "env with one variable saw "
            + seen.lines().count()
            + " while this process has "
            + System.getenv().size()
            + ": ",
        result.outcome());
  }

  private SandboxResult run(SandboxRequestBuilder request) {
    return TrialEnd.of(executor.start(request.build()));
  }

  private static GuaranteeProof verdict(
      Guarantee guarantee, boolean held, String what, SandboxOutcome outcome) {
    String evidence = what + outcome;
    return held
        ? GuaranteeProof.held(guarantee, evidence)
        : GuaranteeProof.missing(guarantee, evidence, isNotStarted(outcome) ? START : TOOLS);
  }

  /** Whether it was no matter of the tools, which are all there. */
  private static boolean isNotStarted(SandboxOutcome outcome) {
    List<String> folders =
        List.of(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1));
    return outcome instanceof SandboxOutcome.Faulted
        && Stream.of("env", "sleep", "yes")
            .allMatch(tool -> folders.stream().anyMatch(at -> new File(at, tool).canExecute()));
  }
}
