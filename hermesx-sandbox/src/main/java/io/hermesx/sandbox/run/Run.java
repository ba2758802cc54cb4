// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static java.util.Objects.requireNonNull;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.sandbox.files.InputFiles;
import io.hermesx.sandbox.files.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One execution, from its turn to its end. Its parts run on many threads, one after the other but
 * for {@link #stop}.
 */
final class Run implements SandboxExecution, Watcher.Watched, OutputPump.Trouble {

  private static final String UNKNOWN = "what became of it could not be found out";

  /** Some 100 ms. */
  private static final int LOOKS_BETWEEN_KILLS = 10;

  private final Host host;
  private final SandboxRequest request;
  private final OutputSink sink;
  private final Place place;
  private final Course course = new Course();
  private final AtomicBoolean finishing = new AtomicBoolean();
  // Again: a slow one is waited for, or each look would have another thread wait behind it.
  private final AtomicBoolean killing = new AtomicBoolean();
  private final CompletableFuture<SandboxResult> result = new CompletableFuture<>();
  private volatile boolean hurried;
  private boolean seenDead;
  private int looksAtItsEnd;
  private @Nullable WorkFolder folder;
  private @Nullable Launched launched;
  private @Nullable Process process;
  private @Nullable Streams streams;
  private long started;
  private long deadline;

  Run(Host host, SandboxRequest request, OutputSink sink, Place place) {
    this.host = host;
    this.request = request;
    this.sink = sink;
    this.place = place;
  }

  /** Where an execution belongs. */
  interface Place {

    /** Returns the work folder that it shares with others; empty if it has none. */
    Optional<WorkFolder> shared() throws IOException;

    /** It is over, or waits no more: forget it, and let the next one in. Its result follows. */
    void over(Run run, Turn turn);
  }

  /** Whether others may wait for its end, and begin with it. */
  boolean isOfSession() {
    return place instanceof Session;
  }

  boolean isOver() {
    return course.isOver();
  }

  Object key() {
    return request.tenant();
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

  void stop(SandboxOutcome reason) {
    hurried = true;
    Course.Stop stop = course.stop(reason);
    if (stop.neverBegan()) {
      Uncaught.attempt(() -> place.over(this, Turn.NONE));
      result.complete(SandboxResult.notRun(reason));
    }
    stop.toKill().ifPresent(program -> host.execute(() -> kill(program)));
  }

  /** The process itself is ended also where the back end fails to end what is in it. */
  private void kill(Launched program) {
    if (!Uncaught.attempt(program::kill) && process != null) {
      process.destroyForcibly();
    }
  }

  /** Its turn has come; does not throw. */
  void begin() {
    try {
      if (!course.begin()) {
        place.over(this, Turn.BACK);
      } else if (request.files().isEmpty() && !isOfSession()) {
        start();
      } else {
        host.execute(this::prepare);
      }
    } catch (RuntimeException | Error e) {
      end(notRun(faulted("its turn could not begin", e)), Turn.BACK);
    }
  }

  private void prepare() {
    try {
      Optional<WorkFolder> shared = place.shared();
      folder = shared.isPresent() ? shared.get() : host.backend().workFolder(request.limits());
      List<SandboxFile> inputs = request.files().inputs();
      InputFiles.requireRoom(inputs, folder.octets());
      InputFiles.write(folder.root(), folder.access(), inputs, request.limits());
      start();
    } catch (Throwable e) {
      end(notRun(faulted("its files could not be handed in", e)), Turn.BACK);
    }
  }

  /** On a worker, where a slow start holds nobody else up; without one, on the spawner thread. */
  private void start() {
    if (host.backend().needsLastingThread() || !host.tryExecute(this::launchHere)) {
      host.spawner().execute(this::launchAside);
    }
  }

  /** On the thread that goes on with it to its end. */
  private void launchHere() {
    if (launch(Runnable::run)) {
      drive();
    }
  }

  /** On the spawner thread, which continues with the next start: so nothing here waits. */
  private void launchAside() {
    if (launch(host::execute) && !host.tryExecute(this::drive)) {
      abandon(new IllegalStateException("there is no thread to be had"));
    }
  }

  /** Answers whether there is a program to go on with; if not, it is over, or will be. */
  private boolean launch(Executor ending) {
    Optional<SandboxOutcome> failure;
    Turn turn = Turn.BACK;
    boolean mayHaveBegun = false;
    try {
      failure = course.reason().or(this::refusal);
      if (failure.isEmpty()) {
        launched = host.backend().launch(request, Optional.ofNullable(folder));
      }
    } catch (LostPlaceException e) {
      failure = Optional.of(faulted("the program could not be started, its place is lost", e));
      turn = Turn.LOST;
      mayHaveBegun = true;
    } catch (IOException e) {
      failure = Optional.of(faulted("the program could not be started", e));
    } catch (Throwable e) {
      mayHaveBegun = true;
      failure = Optional.of(faulted("the program could not be started", e));
    }
    if (failure.isEmpty()) {
      return accompany(requireNonNull(launched));
    }
    SandboxOutcome why = course.over().orElse(failure.get());
    SandboxResult answer = mayHaveBegun ? SandboxResult.unknown(why) : SandboxResult.notRun(why);
    Turn after = turn;
    ending.execute(() -> end(answer, after));
    return false;
  }

  private Optional<SandboxOutcome> refusal() {
    return Refusals.of(host.backend(), request.required());
  }

  private boolean accompany(Launched program) {
    try {
      process = program.process();
      started = host.now();
      BegunSink.tell(sink);
      deadline = started + request.limits().wall().toNanos();
      Streams all = new Streams(process, request.limits(), new Streams.Capturing(sink, this));
      streams = all;
      if (!course.running(program)) {
        kill(program);
      }
      if (all.err().isHeard()) {
        all.readErrors(host.workers());
      }
      host.watcher().add(this);
      return true;
    } catch (Throwable e) {
      abandon(e);
      return false;
    }
  }

  /** No memory or no thread to be had. What cannot be looked after is ended, here if need be. */
  private void abandon(Throwable why) {
    Launched program = requireNonNull(launched);
    course.running(program);
    stop(faulted("it could not be looked after", why));
    kill(program);
    host.execute(this::finish);
  }

  @Override
  public void tooMuch() {
    stop(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT));
  }

  @Override
  public void broken(Throwable why) {
    stop(faulted("its output could not be read", why));
  }

  private void drive() {
    try {
      Streams all = requireNonNull(streams);
      all.feed(request.stdin(), host.workers());
      all.out().run();
    } catch (RuntimeException | Error e) {
      stop(faulted("its input could not be handed over", e));
    }
    // A sink may have left it set, and what follows has to be done.
    Thread.interrupted();
    finish();
  }

  @Override
  public long deadline() {
    return deadline;
  }

  @Override
  public void look(long now) {
    try {
      inspect(now);
    } catch (Throwable e) {
      stop(faulted("it could not be watched", e));
    }
  }

  private void inspect(long now) {
    Launched program = requireNonNull(launched);
    // Not before: a short program that says nothing wrong needs no second thread.
    requireNonNull(streams).readErrors(host.workers());
    if (course.reason().isPresent()) {
      killAgain(program);
    } else if (now - deadline >= 0) {
      stop(new SandboxOutcome.TimedOut());
    } else {
      program.exceeded().map(SandboxOutcome.LimitExceeded::new).ifPresent(this::stop);
    }
    boolean dead = !requireNonNull(process).isAlive();
    if (dead && seenDead && !finishing.get()) {
      // Its output is still open: something that it left behind holds it.
      host.execute(this::finish);
    }
    seenDead = dead;
  }

  /** A program to be ended that goes on is ended again now and then: once may have failed. */
  private void killAgain(Launched program) {
    looksAtItsEnd++;
    if (looksAtItsEnd % LOOKS_BETWEEN_KILLS == 0
        && !finishing.get()
        && killing.compareAndSet(false, true)) {
      try {
        host.execute(() -> killOnceMore(program));
      } catch (Throwable e) {
        killing.set(false);
        throw e;
      }
    }
  }

  private void killOnceMore(Launched program) {
    try {
      kill(program);
    } finally {
      killing.set(false);
    }
  }

  private void finish() {
    int status = exitStatus();
    if (!finishing.compareAndSet(false, true)) {
      return;
    }
    boolean gone = false;
    SandboxResult answer;
    try {
      Optional<SandboxOutcome> reason = course.over();
      Departure departure = new Departure(requireNonNull(launched));
      gone = departure.await();
      host.watcher().remove(this);
      Duration wall = Duration.ofNanos(host.now() - started);
      if (gone) {
        awaitStreams();
      }
      Findings findings = Findings.of(status, wall, streams);
      answer = gone ? answer(findings, reason) : findings.fault(mayRun(departure.obstacle()));
    } catch (Throwable e) {
      answer = SandboxResult.unknown(faulted(UNKNOWN, e));
    }
    end(answer, gone ? Turn.BACK : Turn.LOST);
  }

  /** Waits for the process; a stranger's interrupt does not end that. */
  private int exitStatus() {
    while (process != null) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        Uncaught.tell(e);
      }
    }
    return -1;
  }

  private void awaitStreams() {
    Streams all = streams;
    while (all != null) {
      try {
        all.await(() -> !hurried && host.now() - deadline < 0);
        return;
      } catch (InterruptedException e) {
        Uncaught.tell(e);
      }
    }
  }

  private SandboxResult answer(Findings findings, Optional<SandboxOutcome> reason) {
    if (reason.isEmpty() && findings.flow() == Findings.Flow.BROKEN) {
      return findings.fault(new SandboxOutcome.Faulted(about("its output could not be read")));
    }
    try {
      return findings.result(
          request, requireNonNull(launched), reason, Optional.ofNullable(folder));
    } catch (Throwable e) {
      return findings.fault(faulted(UNKNOWN, e));
    }
  }

  private SandboxOutcome mayRun(Throwable obstacle) {
    return faulted(
        "it could not be ended and may still run, its place is lost; open another executor when"
            + " too many are",
        obstacle);
  }

  private SandboxResult notRun(SandboxOutcome outcome) {
    return SandboxResult.notRun(course.over().orElse(outcome));
  }

  /** What the result cannot say is told to the thread's handler. */
  private SandboxOutcome faulted(String what, Throwable cause) {
    if (!(cause instanceof IOException)) {
      Uncaught.tell(cause);
    }
    boolean told = cause instanceof IOException || cause instanceof LostPlaceException;
    String why = told ? Reason.of(cause) : cause.getClass().getName();
    return new SandboxOutcome.Faulted(about(what + ": " + why));
  }

  private String about(String what) {
    return host.backend().name() + " executor: " + what;
  }

  private void end(SandboxResult answer, Turn turn) {
    // The folder first: what is in it counts as memory of the group that goes to the next.
    if (folder != null && !(place instanceof Session)) {
      Uncaught.attempt(folder::release);
    }
    Turn after = turn == Turn.BACK && !isReleased() ? Turn.LOST : turn;
    Uncaught.attempt(() -> place.over(this, after));
    result.complete(answer);
  }

  /** Gives back what the program held; if that fails, nobody else may have it. */
  private boolean isReleased() {
    return launched == null || Uncaught.attempt(launched::release);
  }
}
