// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.HermesException;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolIndeterminateException;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tools: on the caller's thread, interrupted at the deadline, or on the host's executor, where
 * the caller stops waiting at the deadline and a late answer still is recorded. Thread-safe.
 */
final class ToolExecution {

  /** What the model is told of a tool that threw: never the exception's text. */
  static final String FAILURE = "The tool failed.";

  private static final Duration SANDBOX_GRACE = Duration.ofSeconds(5);

  private final GuardParts parts;
  private final Watchdog watchdog;
  private final ToolClosing closing;

  ToolExecution(GuardParts parts, Watchdog watchdog, CloseBacklog backlog) {
    this.parts = parts;
    this.watchdog = watchdog;
    this.closing = new ToolClosing(parts, backlog);
  }

  ToolOutcome run(ToolJob job) {
    try {
      job.stages().enter(Stage.EXECUTE);
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn(
          "tenant {}: a call that was opened did not begin", job.context().tenant(), e);
      return closing.refused(
          job, DenialCode.UNAVAILABLE, "it did not begin: " + e.getClass().getName());
    }
    ExecutorService executor = parts.options().executor();
    return executor == null ? onCaller(job) : new ExecutorRun(this, job).on(executor, deadline());
  }

  /** Executes and closes on this thread. */
  ToolOutcome onCaller(ToolJob job) {
    job.rate().handOn();
    @Nullable Ending ending = null;
    try {
      ending = attempt(job);
    } finally {
      if (ending instanceof Refused) {
        job.rate().refund();
      } else {
        job.rate().release();
      }
    }
    if (ending instanceof Answered answered) {
      return closing.answered(job, answered.result());
    }
    if (ending instanceof Refused refused) {
      return closing.refused(job, refused.code(), refused.reason());
    }
    return closing.unknown(job, ((Unknown) ending).reason());
  }

  private Ending attempt(ToolJob job) {
    try {
      return new Answered(Objects.requireNonNull(watchdog.run(patience(job), () -> call(job))));
    } catch (Watchdog.DeadlinePassed e) {
      return new Unknown("no answer came within " + patience(job));
    } catch (Watchdog.Closed e) {
      return new Refused(DenialCode.UNAVAILABLE, "the guard was closed before it began");
    } catch (SandboxRefusal e) {
      return new Refused(e.code(), e.reason());
    } catch (ToolIndeterminateException e) {
      GuardAudit.LOG.warn("tool {} does not know whether it took effect", job.call().tool(), e);
      return new Unknown("the tool does not know");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unknown("the thread was interrupted");
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      GuardAudit.LOG.warn("tool {} threw", job.call().tool(), e);
      return new Answered(ToolResult.failed(FAILURE));
    }
  }

  /** How running a tool ended. */
  private sealed interface Ending {}

  private record Answered(ToolResult result) implements Ending {}

  private record Unknown(String reason) implements Ending {}

  private record Refused(DenialCode code, String reason) implements Ending {}

  ToolClosing closing() {
    return closing;
  }

  private Duration deadline() {
    return parts.options().toolDeadline();
  }

  /** How long to wait for it: a sandbox ends the program itself, and may take a moment to do so. */
  private Duration patience(ToolJob job) {
    return job.cleared().program().map(ToolExecution::patience).orElseGet(this::deadline);
  }

  private static Duration patience(SandboxRequest request) {
    return request.limits().wall().plus(SANDBOX_GRACE);
  }

  private ToolResult call(ToolJob job) throws Exception {
    Tool tool = job.cleared().tool();
    if (tool instanceof HostTool host) {
      return host.handler().call(invocation(job));
    }
    SandboxedTool sandboxed = (SandboxedTool) tool;
    SandboxResult result = sandbox(job, job.cleared().program().orElseThrow());
    result.held().stream()
        .sorted()
        .forEach(held -> job.stages().note("held_" + held.name().toLowerCase(Locale.ROOT)));
    return read(sandboxed, result);
  }

  private ToolInvocation invocation(ToolJob job) {
    return new ToolInvocation(
        job.context().actor(),
        job.context().run(),
        job.call().id(),
        job.cleared().arguments(),
        job.opened().deadline());
  }

  /** Runs the program; where the executor fails to say what became of it, nobody knows. */
  private SandboxResult sandbox(ToolJob job, SandboxRequest request) throws InterruptedException {
    try {
      SandboxExecution execution = parts.gates().sandbox().start(request);
      job.rate().until(execution.result());
      return await(execution, patience(request));
    } catch (ExecutionException | TimeoutException | RuntimeException | LinkageError e) {
      throw new ToolIndeterminateException("the sandbox executor gave no result", e);
    }
  }

  private static SandboxResult await(SandboxExecution execution, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return execution.result().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      execution.cancel();
      throw e;
    }
  }

  private static ToolResult read(SandboxedTool tool, SandboxResult result) {
    SandboxOutcome outcome = result.outcome();
    if (outcome instanceof SandboxOutcome.Refused refused) {
      // Its remedy names places of this host, and the record is the tenant's.
      GuardAudit.LOG.warn(
          "the sandbox refused a program of tool {} for want of {}: {}",
          tool.definition().name(),
          refused.missing(),
          refused.remedy());
      throw new SandboxRefusal(
          DenialCode.SANDBOX_REFUSED,
          "the executor does not hold " + new TreeSet<>(refused.missing()) + " for this program");
    }
    if (outcome instanceof SandboxOutcome.Overloaded overloaded) {
      throw new SandboxRefusal(DenialCode.UNAVAILABLE, overloaded.reason());
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

  /** For the log alone: it may name places of this host. */
  private static String reason(SandboxOutcome outcome) {
    return outcome instanceof SandboxOutcome.Faulted faulted
        ? faulted.reason()
        : outcome.toString();
  }

  /** Says that the sandbox ran nothing, although it had proven what was asked for. */
  private static final class SandboxRefusal extends HermesException {

    private static final long serialVersionUID = 1L;
    private final DenialCode code;

    SandboxRefusal(DenialCode code, String reason) {
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
