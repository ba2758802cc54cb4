// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxUsage;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.run.BegunSink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One program that a listener hears of. It takes the output on its way. */
final class Observation implements BegunSink {

  private final String executor;
  private final Ticker ticker;
  private final OutputSink sink;
  private final Consumer<ObservedRun> listener;
  private final long asked;
  private volatile boolean began;
  private volatile long begun;

  private Observation(Watch watch, OutputSink sink) {
    this.executor = watch.executor();
    this.ticker = watch.ticker();
    this.sink = sink;
    this.asked = ticker.nanos();
    this.listener = begin(watch.listener(), watch.executor());
  }

  /** Who is told, and what the times are measured by. */
  record Watch(String executor, SandboxListener listener, Ticker ticker) {}

  /** Starts a program and tells of it. */
  static SandboxExecution start(
      Watch watch,
      SandboxRequest request,
      OutputSink sink,
      BiFunction<SandboxRequest, OutputSink, SandboxExecution> start) {
    Observation observation = new Observation(watch, sink);
    try {
      SandboxExecution execution = start.apply(request, observation);
      return new Observed(execution, execution.result().whenComplete(observation::over));
    } catch (RuntimeException | Error e) {
      String why = e.getClass().getName();
      observation.end(SandboxResult.unknown(new SandboxOutcome.Faulted(why)));
      throw e;
    }
  }

  /** An execution whose result is told before it is there. */
  private record Observed(SandboxExecution inner, CompletableFuture<SandboxResult> told)
      implements SandboxExecution {

    /** A copy: nobody can complete it for the others. */
    @Override
    public CompletableFuture<SandboxResult> result() {
      return told.copy();
    }

    @Override
    public void cancel() {
      inner.cancel();
    }
  }

  @Override
  public void begun() {
    begun = ticker.nanos();
    began = true;
  }

  @Override
  public boolean hears() {
    return BegunSink.hears(sink);
  }

  @Override
  public void write(Stream stream, byte[] piece) {
    sink.write(stream, piece);
  }

  private void over(SandboxResult result, @Nullable Throwable failure) {
    end(
        failure == null
            ? result
            : SandboxResult.unknown(new SandboxOutcome.Faulted(failure.getClass().getName())));
  }

  private void end(SandboxResult result) {
    long now = ticker.nanos();
    SandboxUsage usage = result.usage();
    long started = began ? begun : now - usage.wall().toNanos();
    long gone = started + usage.wall().toNanos();
    tell(
        listener,
        new ObservedRun(
            executor,
            result.outcome(),
            began || !usage.equals(SandboxUsage.NONE),
            Duration.ofNanos(Math.max(0, started - asked)),
            Duration.ofNanos(Math.max(0, now - gone)),
            usage,
            result.out().totalBytes() + result.err().totalBytes()));
  }

  /** Tells a listener of the beginning; one that throws hears nothing of the end. */
  static Consumer<ObservedRun> begin(SandboxListener listener, String executor) {
    try {
      return listener.asked(executor);
    } catch (RuntimeException | Error e) {
      return run -> {};
    }
  }

  /** Tells a listener of the end. */
  static void tell(Consumer<ObservedRun> listener, ObservedRun run) {
    try {
      listener.accept(run);
    } catch (RuntimeException | Error e) {
      // Whoever counts programs does not decide about them.
      return;
    }
  }
}
