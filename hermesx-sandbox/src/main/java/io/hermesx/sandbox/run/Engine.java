// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A sandbox executor but for how programs are confined, which its back end knows. */
public final class Engine implements SandboxExecutor, Run.Place {

  private final Host host;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Set<Run> runs = new HashSet<>();
  private final Set<Session> sessions = new HashSet<>();
  private boolean closed;
  private boolean freed;

  private Engine(Host host) {
    this.host = host;
  }

  /** Starts an engine, which owns the back end from now on, also if this throws. */
  public static Engine open(Backend backend, EngineSettings settings) {
    return open(backend, settings, unproven -> {});
  }

  /**
   * Starts an engine, which owns the back end from now on, also if this throws.
   *
   * @param proving finds out with it what the back end can hold, and tells the back end
   */
  public static Engine open(Backend backend, EngineSettings settings, Consumer<Engine> proving) {
    Engine engine = new Engine(start(backend, settings));
    try {
      proving.accept(engine);
      return engine;
    } catch (RuntimeException | Error e) {
      Uncaught.attempt(engine::close);
      throw e;
    }
  }

  private static Host start(Backend backend, EngineSettings settings) {
    try {
      return Host.start(backend, settings);
    } catch (RuntimeException | Error e) {
      Uncaught.attempt(backend::close);
      throw e;
    }
  }

  @Override
  public Set<Guarantee> guarantees() {
    return host.backend().guarantees();
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return host.backend().proofs();
  }

  Host host() {
    return host;
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    Optional<SandboxOutcome> refusal = Refusals.of(host.backend(), request.required());
    if (refusal.isPresent()) {
      requireOpen();
      return Ended.with(refusal.get());
    }
    Run run = new Run(host, request, sink, this);
    register(run);
    try {
      enter(run);
    } catch (RuntimeException | Error e) {
      unregister(run);
      throw e;
    }
    return run;
  }

  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    lock.lock();
    try {
      requireOpen();
      if (sessions.size() >= host.settings().maxSessions()) {
        return new Session(this, Set.copyOf(required), limits, Optional.of(tooManySessions()));
      }
      Session session = new Session(this, Set.copyOf(required), limits, Optional.empty());
      sessions.add(session);
      return session;
    } finally {
      lock.unlock();
    }
  }

  /** Takes an execution of a session whose turn there has come; does not throw. */
  void submit(Run run) {
    try {
      lock.lock();
      try {
        runs.add(run);
      } finally {
        lock.unlock();
      }
      if (run.isOver()) {
        // Cancelled since its turn came, when it was not known here: nobody else takes it out.
        unregister(run);
      } else {
        enter(run);
      }
    } catch (RuntimeException | Error e) {
      Uncaught.tell(e);
      run.stop(fault("the program could not be queued: " + e.getClass().getName()));
    }
  }

  private void register(Run run) {
    lock.lock();
    try {
      requireOpen();
      runs.add(run);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("this sandbox executor is closed; open a new one");
      }
    } finally {
      lock.unlock();
    }
  }

  private void enter(Run run) {
    Admission.Answer<Run> answer = host.admission().enter(run.key(), run);
    if (answer.entered()) {
      run.begin();
    }
    answer.pushedOut().ifPresent(this::turnAway);
  }

  private void turnAway(Run run) {
    int most = host.settings().maxConcurrent();
    SandboxOutcome why = host.admission().lost() == most ? spent(most) : full();
    if (run.isOfSession()) {
      // Not here: the next one of the session would be turned away inside of this one, and so on.
      host.execute(() -> run.stop(why));
    } else {
      run.stop(why);
    }
  }

  private SandboxOutcome full() {
    return new SandboxOutcome.Overloaded(
        "the line of the "
            + host.backend().name()
            + " executor is full with "
            + host.settings().maxWaiting()
            + " programs; try again later, or raise maxWaiting");
  }

  private SandboxOutcome tooManySessions() {
    return new SandboxOutcome.Overloaded(
        host.backend().name()
            + " executor: "
            + host.settings().maxSessions()
            + " sessions were open, as many as may be; close those that are done with, open this"
            + " one again, or raise maxSessions");
  }

  private SandboxOutcome spent(int places) {
    return fault(
        "all "
            + places
            + " places are lost to programs that could not be ended or cleared away; close it and"
            + " open another");
  }

  private SandboxOutcome fault(String what) {
    return new SandboxOutcome.Faulted(host.backend().name() + " executor: " + what);
  }

  @Override
  public Optional<WorkFolder> shared() {
    return Optional.empty();
  }

  @Override
  public void over(Run run, Turn turn) {
    try {
      switch (turn) {
        case NONE -> host.admission().withdraw(run.key(), run);
        case BACK -> host.admission().leave(run.key()).forEach(Run::begin);
        case LOST -> lose(run);
      }
    } finally {
      unregister(run);
    }
  }

  private void lose(Run run) {
    Admission.Loss<Run> loss = host.admission().lose(run.key());
    loss.entered().forEach(Run::begin);
    loss.hopeless().forEach(this::turnAway);
  }

  private void unregister(Run run) {
    lock.lock();
    try {
      runs.remove(run);
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void forget(Session session) {
    lock.lock();
    try {
      sessions.remove(session);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<Run> all;
    List<Session> open;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(runs);
      open = new ArrayList<>(sessions);
    } finally {
      lock.unlock();
    }
    all.forEach(run -> Uncaught.attempt(run::cancel));
    open.forEach(session -> Uncaught.attempt(session::close));
    if (awaitEmpty()) {
      host.close();
    }
  }

  /** Waits until nothing runs; answers whether this is the first to find that. */
  private boolean awaitEmpty() {
    lock.lock();
    try {
      while (!runs.isEmpty()) {
        left.awaitUninterruptibly();
      }
      boolean first = !freed;
      freed = true;
      return first;
    } finally {
      lock.unlock();
    }
  }
}
