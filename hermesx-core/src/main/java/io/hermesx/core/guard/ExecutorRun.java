// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One tool call on the host's executor. Whoever claims it first decides: the executor to run it, or
 * the caller to drop it.
 */
final class ExecutorRun {

  private final ToolExecution execution;
  private final ToolJob job;
  private final AtomicBoolean claimed = new AtomicBoolean();

  ExecutorRun(ToolExecution execution, ToolJob job) {
    this.execution = execution;
    this.job = job;
  }

  ToolOutcome on(ExecutorService executor, Duration deadline) {
    Future<ToolOutcome> future;
    try {
      future = executor.submit(this::runIfWanted);
    } catch (RejectedExecutionException e) {
      return dropped("the executor is full or closed");
    }
    job.rate().handOn();
    try {
      return future.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return stopWaiting("the deadline of " + deadline + " passed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return stopWaiting("the caller was interrupted");
    } catch (ExecutionException | CancellationException e) {
      GuardAudit.LOG.warn("tool {} ended without an outcome", job.call().tool(), e);
      return stopWaiting("it ended without an outcome");
    }
  }

  private ToolOutcome runIfWanted() {
    return claimed.compareAndSet(false, true)
        ? execution.onCaller(job)
        : new ToolOutcome.Indeterminate(job.opened().receipt());
  }

  /**
   * Stops waiting; what has begun runs on, is interrupted at its deadline, and closes by itself.
   */
  private ToolOutcome stopWaiting(String reason) {
    if (claimed.compareAndSet(false, true)) {
      return dropped("it waited for the executor until " + reason);
    }
    return new ToolOutcome.Indeterminate(job.opened().receipt());
  }

  private ToolOutcome dropped(String reason) {
    job.rate().refund();
    return execution.closing().refused(job, DenialCode.UNAVAILABLE, reason);
  }
}
