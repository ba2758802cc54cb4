// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static java.util.Objects.requireNonNull;

import io.hermesx.core.sandbox.CapturedOutput;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxUsage;
import io.hermesx.sandbox.files.Collected;
import io.hermesx.sandbox.files.InputFiles;
import io.hermesx.sandbox.files.OutputFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One execution, from its turn to its end. Its parts run on many threads, one after the other but
 * for {@link #stop}.
 */
final class Run implements SandboxExecution, Watcher.Watched {

  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Host host;
  private final SandboxRequest request;
  private final OutputSink sink;
  private final Place place;
  private final Course course = new Course();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final CompletableFuture<SandboxResult> result = new CompletableFuture<>();
  private volatile boolean hurried;
  private boolean seenDead;
  private @Nullable WorkFolder folder;
  private @Nullable Launched launched;
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
    void over(Run run, boolean hadTurn);
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
      place.over(this, false);
      result.complete(SandboxResult.notRun(reason));
    }
    stop.toKill().ifPresent(program -> host.execute(program::kill));
  }

  /** Its turn has come. */
  void begin() {
    if (!course.begin()) {
      place.over(this, true);
    } else if (request.files().isEmpty() && !(place instanceof Session)) {
      host.spawner().execute(this::launch);
    } else {
      host.execute(this::prepare);
    }
  }

  private void prepare() {
    try {
      Optional<WorkFolder> shared = place.shared();
      folder = shared.isPresent() ? shared.get() : host.backend().workFolder(request.limits());
      InputFiles.write(folder.root(), folder.access(), request.files().inputs(), request.limits());
      host.spawner().execute(this::launch);
    } catch (IOException | RuntimeException e) {
      end(notRun(faulted("its files could not be handed in", e)));
    }
  }

  /**
   * On the spawner thread, which continues with the next start: so nothing here waits or throws.
   */
  private void launch() {
    Optional<SandboxOutcome> obstacle = course.reason().or(this::refusal);
    if (obstacle.isPresent()) {
      host.execute(() -> end(notRun(obstacle.get())));
      return;
    }
    try {
      launched = host.backend().launch(request, Optional.ofNullable(folder));
    } catch (IOException | RuntimeException | Error e) {
      host.execute(() -> end(notRun(faulted("the program could not be started", e))));
      return;
    }
    accompany(launched);
  }

  private Optional<SandboxOutcome> refusal() {
    return Refusals.of(host.backend(), request.required());
  }

  private void accompany(Launched program) {
    started = host.now();
    BegunSink.tell(sink);
    deadline = started + request.limits().wall().toNanos();
    Streams all =
        new Streams(
            program.process(),
            request.limits(),
            new Streams.Capturing(
                sink, () -> stop(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT))));
    streams = all;
    if (!course.running(program)) {
      program.kill();
    }
    host.watcher().add(this);
    try {
      host.workers().execute(all.err());
      host.workers().execute(() -> drive(all));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread to be had. What cannot be looked after is ended, here if need be.
      stop(faulted("no thread to read its output", e));
      finish();
    }
  }

  private void drive(Streams all) {
    all.feed(request.stdin(), host.workers());
    all.out().run();
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
    Launched program = requireNonNull(launched);
    if (now - deadline >= 0) {
      stop(new SandboxOutcome.TimedOut());
    } else {
      program.exceeded().map(SandboxOutcome.LimitExceeded::new).ifPresent(this::stop);
    }
    boolean dead = !program.process().isAlive();
    if (dead && seenDead && !finishing.get()) {
      // Its output is still open: something that it left behind holds it.
      host.execute(this::finish);
    }
    seenDead = dead;
  }

  private void finish() {
    Launched program = requireNonNull(launched);
    Streams all = requireNonNull(streams);
    try {
      int status = program.process().waitFor();
      if (!finishing.compareAndSet(false, true)) {
        return;
      }
      Optional<SandboxOutcome> reason = course.over();
      while (!program.awaitGone(PATIENCE)) {
        program.kill();
      }
      host.watcher().remove(this);
      Duration wall = Duration.ofNanos(host.now() - started);
      all.await(() -> !hurried && host.now() - deadline < 0);
      end(result(program, new Facts(reason, status, wall), all));
    } catch (InterruptedException e) {
      throw new IllegalStateException("a thread of the sandbox was interrupted by a stranger", e);
    }
  }

  private record Facts(Optional<SandboxOutcome> reason, int status, Duration wall) {}

  private SandboxResult result(Launched program, Facts facts, Streams all) {
    boolean tooMuch = all.out().carriedTooMuch() || all.err().carriedTooMuch();
    CapturedOutput out = all.out().finish();
    CapturedOutput err = all.err().finish();
    SandboxOutcome outcome =
        facts
            .reason()
            .or(() -> program.exceeded().map(SandboxOutcome.LimitExceeded::new))
            .or(() -> limit(tooMuch))
            .orElseGet(() -> program.outcome(facts.status(), err.text()));
    Collected collected =
        folder == null
            ? Collected.NOTHING
            : OutputFiles.collect(folder.root(), request.files().outputs(), request.limits());
    SandboxUsage usage = program.usage(facts.wall());
    return new SandboxResult(
        outcome, out, err, program.held(), usage, collected.files(), collected.leftOut());
  }

  private static Optional<SandboxOutcome> limit(boolean tooMuch) {
    return tooMuch
        ? Optional.of(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT))
        : Optional.empty();
  }

  private SandboxResult notRun(SandboxOutcome outcome) {
    return SandboxResult.notRun(course.over().orElse(outcome));
  }

  private SandboxOutcome faulted(String what, Throwable cause) {
    String why = cause instanceof IOException ? cause.getMessage() : cause.getClass().getName();
    return new SandboxOutcome.Faulted(host.backend().name() + " executor: " + what + ": " + why);
  }

  private void end(SandboxResult answer) {
    if (launched != null) {
      launched.release();
    }
    if (folder != null && !(place instanceof Session)) {
      folder.release();
    }
    place.over(this, true);
    result.complete(answer);
  }
}
