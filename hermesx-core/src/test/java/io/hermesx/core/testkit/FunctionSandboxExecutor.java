// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.sandbox.SandboxUsage;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sandbox executor whose programs are Java functions, for tests of what uses executors. It
 * confines nothing: it claims the guarantees a test hands it, ends programs by interrupting them,
 * and so can only run functions that end when interrupted. Thread-safe.
 */
public final class FunctionSandboxExecutor implements SandboxExecutor {

  /** The name of its threads. */
  public static final String THREAD_NAME = "function-sandbox";

  private static final String REMEDY = "claim it when the test creates the executor";
  private static final long PATIENCE_SECONDS = 30;

  private final Set<Guarantee> guarantees;
  private final Program program;
  private final ExecutorService threads;
  private final ScheduledExecutorService alarms;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Running> running = new HashSet<>();
  private boolean closed;

  /** Creates an executor that claims these guarantees and runs one function whatever is asked. */
  public FunctionSandboxExecutor(Set<Guarantee> guarantees, Program program) {
    this.guarantees = Set.copyOf(guarantees);
    this.program = program;
    this.threads = Executors.newCachedThreadPool(FunctionSandboxExecutor::thread);
    this.alarms = Executors.newSingleThreadScheduledExecutor(FunctionSandboxExecutor::thread);
  }

  /** What runs. Called on many threads at once. */
  @FunctionalInterface
  public interface Program {

    /** Does what the program does; an exception is a fault of the machinery. */
    SandboxOutcome run(SandboxRequest request, Streams streams) throws Exception;
  }

  /**
   * Where a program writes to.
   *
   * @param out standard output
   * @param err standard error
   */
  public record Streams(OutputStream out, OutputStream err) {}

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("this executor is closed; create a new one");
      }
      Running run = new Running(request);
      EnumSet<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
      missing.addAll(request.required());
      missing.removeAll(guarantees);
      if (missing.isEmpty()) {
        begin(run);
      } else {
        run.endWithout(new SandboxOutcome.Refused(missing, REMEDY));
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Its programs have no files: a session is only what every program of it requires. */
  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    return new SandboxSession() {
      @Override
      public SandboxExecution start(SandboxRequest request, OutputSink sink) {
        return FunctionSandboxExecutor.this.start(request.requiring(required).within(limits), sink);
      }

      @Override
      public void close() {}
    };
  }

  private void begin(Running run) {
    running.add(run);
    threads.execute(run);
    Future<?> unused =
        alarms.schedule(
            () -> run.stop(new SandboxOutcome.TimedOut()),
            run.request.limits().wall().toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Interrupts every function under way and waits for it. */
  @Override
  public void close() {
    for (Running run : lastOnes()) {
      run.cancel();
    }
    threads.shutdown();
    alarms.shutdownNow();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a function does not end although it was interrupted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Running> lastOnes() {
    lock.lock();
    try {
      closed = true;
      return List.copyOf(running);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Running run) {
    lock.lock();
    try {
      running.remove(run);
    } finally {
      lock.unlock();
    }
  }

  private static Thread thread(Runnable work) {
    ThreadFactory plain = Executors.defaultThreadFactory();
    Thread thread = plain.newThread(work);
    thread.setName(THREAD_NAME);
    thread.setDaemon(true);
    return thread;
  }

  /** One function under way. */
  private final class Running implements SandboxExecution, Runnable {

    private final SandboxRequest request;
    private final CompletableFuture<SandboxResult> result = new CompletableFuture<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final HeadAndTail out;
    private final HeadAndTail err;
    private Thread worker;
    private SandboxOutcome stopped;
    private boolean ended;

    Running(SandboxRequest request) {
      this.request = request;
      this.out = new HeadAndTail(request.limits().outputBytes());
      this.err = new HeadAndTail(request.limits().outputBytes());
    }

    /** A copy: nobody can complete it for the others. */
    @Override
    public CompletableFuture<SandboxResult> result() {
      return result.copy();
    }

    @Override
    public void cancel() {
      stop(new SandboxOutcome.Cancelled());
    }

    @Override
    public void run() {
      if (enter()) {
        end(leave(attempt()));
      } else {
        endWithout(leave(new SandboxOutcome.Cancelled()));
      }
    }

    private SandboxOutcome attempt() {
      try {
        return program.run(request, new Streams(out, err));
      } catch (Exception e) {
        return new SandboxOutcome.Faulted("the function threw " + e.getClass().getName());
      }
    }

    private boolean enter() {
      turn.lock();
      try {
        worker = Thread.currentThread();
        return stopped == null;
      } finally {
        turn.unlock();
      }
    }

    private SandboxOutcome leave(SandboxOutcome outcome) {
      turn.lock();
      try {
        ended = true;
        return stopped == null ? outcome : stopped;
      } finally {
        turn.unlock();
      }
    }

    private void stop(SandboxOutcome reason) {
      turn.lock();
      try {
        if (stopped == null && !ended) {
          stopped = reason;
          if (worker != null) {
            worker.interrupt();
          }
        }
      } finally {
        turn.unlock();
      }
    }

    private void end(SandboxOutcome outcome) {
      forget(this);
      result.complete(
          new SandboxResult(
              outcome,
              out.captured(),
              err.captured(),
              guarantees,
              SandboxUsage.NONE,
              List.of(),
              List.of()));
    }

    private void endWithout(SandboxOutcome outcome) {
      forget(this);
      result.complete(SandboxResult.notRun(outcome));
    }
  }
}
