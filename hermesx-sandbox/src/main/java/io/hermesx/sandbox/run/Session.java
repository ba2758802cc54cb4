// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Executions one after the other in one work folder, which is made for the first of them. */
final class Session implements SandboxSession, Run.Place {

  private static final SandboxOutcome LOST =
      new SandboxOutcome.Faulted(
          "a program of this session could not be ended or cleared away, and may still use its"
              + " folder; open a new session");

  private final Engine engine;
  private final Set<Guarantee> required;
  private final SandboxLimits limits;
  private final Optional<SandboxOutcome> obstacle;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  // The first is under way or waits for its turn among all, the others wait for it.
  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private @Nullable WorkFolder folder;
  private boolean lost;
  private boolean closed;
  private boolean released;

  /**
   * Makes one.
   *
   * @param obstacle what all its programs end with, none of which runs then
   */
  Session(
      Engine engine,
      Set<Guarantee> required,
      SandboxLimits limits,
      Optional<SandboxOutcome> obstacle) {
    this.engine = engine;
    this.required = required;
    this.limits = limits;
    this.obstacle = obstacle;
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    SandboxRequest asked = request.requiring(required).within(limits);
    Optional<SandboxOutcome> refusal =
        Refusals.of(engine.host().backend(), asked.required()).or(() -> obstacle);
    Run run = new Run(engine.host(), asked, sink, this);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("this sandbox session is closed; open a new one");
      }
      if (refusal.isPresent()) {
        return Ended.with(refusal.get());
      }
      if (lost) {
        return Ended.with(LOST);
      }
      if (runs.size() > engine.host().settings().maxWaiting()) {
        return Ended.with(
            new SandboxOutcome.Overloaded(
                "the line of this session is full with "
                    + engine.host().settings().maxWaiting()
                    + " programs; try again later, or raise maxWaiting"));
      }
      runs.addLast(run);
      if (runs.size() > 1) {
        return run;
      }
    } finally {
      lock.unlock();
    }
    engine.submit(run);
    return run;
  }

  /** Called for one execution at a time. */
  @Override
  public Optional<WorkFolder> shared() throws IOException {
    WorkFolder made = folder;
    if (made == null) {
      made = engine.host().backend().workFolder(limits);
      folder = made;
    }
    return Optional.of(made);
  }

  @Override
  public void over(Run run, Turn turn) {
    List<Run> behind = List.of();
    Optional<Run> next = Optional.empty();
    lock.lock();
    try {
      boolean first = runs.peekFirst() == run;
      runs.removeIf(other -> other == run);
      if (turn == Turn.LOST) {
        lost = true;
        behind = new ArrayList<>(runs);
      } else if (first) {
        next = Optional.ofNullable(runs.peekFirst());
      }
    } finally {
      lock.unlock();
    }
    try {
      engine.over(run, turn);
    } finally {
      endFromTheLast(behind, LOST);
      next.ifPresent(engine::submit);
      lock.lock();
      try {
        left.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The last first: none of them starts because the one before it ends. */
  private static void endFromTheLast(List<Run> all, SandboxOutcome why) {
    for (int i = all.size() - 1; i >= 0; i--) {
      Run run = all.get(i);
      Uncaught.attempt(() -> run.stop(why));
    }
  }

  @Override
  public void close() {
    List<Run> all;
    boolean again;
    lock.lock();
    try {
      again = closed;
      closed = true;
      all = new ArrayList<>(runs);
    } finally {
      lock.unlock();
    }
    endFromTheLast(all, new SandboxOutcome.Cancelled());
    await(runs::isEmpty);
    if (again) {
      await(() -> released);
      return;
    }
    try {
      if (folder != null) {
        folder.release();
      }
    } finally {
      markReleased();
      engine.forget(this);
    }
  }

  private void markReleased() {
    lock.lock();
    try {
      released = true;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await(BooleanSupplier state) {
    lock.lock();
    try {
      while (!state.getAsBoolean()) {
        left.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
