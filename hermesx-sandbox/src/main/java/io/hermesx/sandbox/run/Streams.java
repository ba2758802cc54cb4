// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxLimits;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The three streams of a program under way. */
final class Streams {

  /** How long a stream may stay open when every process that was found is gone. */
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(100);

  private final Process process;
  private final OutputPump out;
  private final OutputPump err;
  // Of whoever looks after the program, one thread after the other.
  private boolean errorsAreRead;

  Streams(Process process, SandboxLimits limits, Capturing capturing) {
    this.process = process;
    this.out =
        new OutputPump(
            process.getInputStream(),
            new Capture(limits.outputBytes()),
            new OutputPump.Outlet(
                capturing.sink(),
                OutputSink.Stream.OUT,
                limits.maxOutputBytes(),
                capturing.trouble()));
    this.err =
        new OutputPump(
            process.getErrorStream(),
            new Capture(limits.outputBytes()),
            new OutputPump.Outlet(
                capturing.sink(),
                OutputSink.Stream.ERR,
                limits.maxOutputBytes(),
                capturing.trouble()));
  }

  /**
   * Who has to do with the output.
   *
   * @param sink reads along
   * @param trouble told what comes up with either stream
   */
  record Capturing(OutputSink sink, OutputPump.Trouble trouble) {}

  OutputPump out() {
    return out;
  }

  OutputPump err() {
    return err;
  }

  /** Hands the input over; a long one on a thread of its own, because the program may not read. */
  void feed(byte[] input, ExecutorService workers) {
    if (input.length > InputPump.NEVER_WAITS) {
      workers.execute(new InputPump(process.getOutputStream(), input));
    } else {
      new InputPump(process.getOutputStream(), input).run();
    }
  }

  /** Has a worker read the errors, the first time; throws where there is none to be had. */
  void readErrors(ExecutorService workers) {
    if (!errorsAreRead) {
      workers.execute(err);
      errorsAreRead = true;
    }
  }

  /**
   * Waits until both outputs are read to their end. Every process is gone: what holds a stream up
   * for long is something that escaped, which is not waited for, or the sink, which is, as long as
   * there is time.
   */
  void await(BooleanSupplier hasTime) throws InterruptedException {
    awaitEnd(out, hasTime);
    awaitEnd(err, hasTime);
  }

  private static void awaitEnd(OutputPump pump, BooleanSupplier hasTime)
      throws InterruptedException {
    if (pump.isHeard()) {
      // Its worker may be late: what is read here is not told.
      await(pump, hasTime);
    }
    // Of a program that was over before a worker began, what there is is in the pipe.
    if (!pump.readRest()) {
      await(pump, hasTime);
    }
  }

  private static void await(OutputPump pump, BooleanSupplier hasTime) throws InterruptedException {
    boolean waiting = true;
    while (waiting) {
      waiting =
          !pump.await(GRACE) && (pump.isInSink() || !pump.isBegun()) && hasTime.getAsBoolean();
    }
  }
}
