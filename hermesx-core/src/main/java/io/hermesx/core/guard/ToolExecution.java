// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.receipt.Stage;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolIndeterminateException;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs tools: on the caller's thread, interrupted at the deadline, or on the host's executor, where
 * the caller stops waiting at the deadline and a late answer still is recorded. Thread-safe.
 */
final class ToolExecution {

  /** What the model is told of a tool that threw: never the exception's text. */
  static final String FAILURE = "The tool failed.";

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
    } catch (SandboxRun.NothingRan e) {
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
    return job.cleared().program().map(SandboxRun::patience).orElseGet(this::deadline);
  }

  private ToolResult call(ToolJob job) throws Exception {
    Tool tool = job.cleared().tool();
    if (tool instanceof HostTool host) {
      return host.handler().call(invocation(job));
    }
    return new SandboxRun(parts, job).of((SandboxedTool) tool);
  }

  private ToolInvocation invocation(ToolJob job) {
    return new ToolInvocation(
        job.context().actor(),
        job.context().run(),
        job.call().id(),
        job.cleared().arguments(),
        job.opened().deadline());
  }
}
