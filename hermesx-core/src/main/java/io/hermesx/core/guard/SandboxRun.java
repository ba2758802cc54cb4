// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.HermesException;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.time.Ticker;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolIndeterminateException;
import io.hermesx.core.tool.ToolResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program of one call of a sandboxed tool. One object a call; not thread-safe. */
final class SandboxRun {

  /** How much longer than the program may run its result is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** The end of that time, in which a program that was given up is heard of. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private final SandboxExecutor executor;
  private final ToolJob job;
  private final SandboxRequest request;
  private final Ticker ticker;

  SandboxRun(GuardParts parts, ToolJob job) {
    this.executor = parts.gates().sandbox();
    this.ticker = parts.sources().ticker();
    this.job = job;
    this.request = job.cleared().program().orElseThrow();
  }

  /** Returns how long a program is waited for, its time in the executor's line included. */
  static Duration patience(SandboxRequest request) {
    return request.limits().wall().plus(GRACE);
  }

  /**
   * Runs the program and reads its answer.
   *
   * @throws NothingRan if it certainly did not begin
   * @throws ToolIndeterminateException if nobody knows what became of it
   */
  ToolResult of(SandboxedTool tool) throws InterruptedException {
    SandboxResult result = run();
    result.held().stream()
        .sorted()
        .forEach(held -> job.stages().note("held_" + held.name().toLowerCase(Locale.ROOT)));
    return read(tool, result);
  }

  private SandboxResult run() throws InterruptedException {
    long end = ticker.nanos() + patience(request).toNanos();
    try {
      SandboxExecution execution = executor.start(request);
      job.rate().until(execution.result());
      return await(execution, end);
    } catch (ExecutionException | TimeoutException | RuntimeException | LinkageError e) {
      throw new ToolIndeterminateException("the sandbox executor gave no result", e);
    }
  }

  private SandboxResult await(SandboxExecution execution, long end)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return await(execution, end, LAST_WORD);
    } catch (TimeoutException e) {
      execution.cancel();
      return lastWord(execution, end);
    } catch (InterruptedException | ExecutionException e) {
      execution.cancel();
      throw e;
    }
  }

  /** What was ended only because nobody waited any longer is as unknown as what never answers. */
  private SandboxResult lastWord(SandboxExecution execution, long end)
      throws InterruptedException, ExecutionException, TimeoutException {
    SandboxResult result = await(execution, end, Duration.ZERO);
    if (result.began() && result.outcome() instanceof SandboxOutcome.Cancelled) {
      throw new TimeoutException("it had begun, and was cancelled");
    }
    return result;
  }

  private SandboxResult await(SandboxExecution execution, long end, Duration before)
      throws InterruptedException, ExecutionException, TimeoutException {
    long left = end - before.toNanos() - ticker.nanos();
    return execution.result().get(left, TimeUnit.NANOSECONDS);
  }

  private ToolResult read(SandboxedTool tool, SandboxResult result) {
    SandboxOutcome outcome = result.outcome();
    if (outcome instanceof SandboxOutcome.Refused refused) {
      // Its remedy names places of this host, and the record is the tenant's.
      GuardAudit.LOG.warn(
          "the sandbox refused a program of tool {} for want of {}: {}",
          tool.definition().name(),
          refused.missing(),
          refused.remedy());
      throw new NothingRan(
          DenialCode.SANDBOX_REFUSED,
          "the executor does not hold " + new TreeSet<>(refused.missing()) + " for this program");
    }
    if (outcome instanceof SandboxOutcome.Overloaded overloaded) {
      throw new NothingRan(DenialCode.UNAVAILABLE, overloaded.reason());
    }
    if (!result.began()) {
      requireBegun(outcome);
    }
    boolean unknown =
        outcome instanceof SandboxOutcome.Faulted
            || (tool.definition().effect() == ToolEffect.SIDE_EFFECT
                && !(outcome instanceof SandboxOutcome.Exited));
    if (unknown) {
      throw new ToolIndeterminateException(
          "the program ended with " + outcome.getClass().getSimpleName(),
          new IllegalStateException(reason(outcome)));
    }
    return tool.program().read(result);
  }

  /** Of what ends in another way something ran, whatever an executor says. */
  private void requireBegun(SandboxOutcome outcome) {
    if (outcome instanceof SandboxOutcome.Cancelled) {
      throw new NothingRan(
          DenialCode.UNAVAILABLE,
          "it waited for its turn in the sandbox executor, "
              + patience(request)
              + " at the most, and was cancelled before that came");
    }
    if (outcome instanceof SandboxOutcome.Faulted) {
      GuardAudit.LOG.warn(
          "the sandbox did not start a program of tool {}: {}", job.call().tool(), reason(outcome));
      throw new NothingRan(
          DenialCode.UNAVAILABLE,
          "the sandbox executor could not start the program; the log of this host says why");
    }
  }

  /** For the log alone: it may name places of this host. */
  private static String reason(SandboxOutcome outcome) {
    return outcome instanceof SandboxOutcome.Faulted faulted
        ? faulted.reason()
        : outcome.toString();
  }

  /** Says that the sandbox ran nothing, although it had proven what was asked for. */
  static final class NothingRan extends HermesException {

    private static final long serialVersionUID = 1L;
    private final DenialCode code;

    NothingRan(DenialCode code, String reason) {
      super(reason);
      this.code = code;
    }

    DenialCode code() {
      return code;
    }

    String reason() {
      return Objects.requireNonNull(getMessage());
    }
  }
}
