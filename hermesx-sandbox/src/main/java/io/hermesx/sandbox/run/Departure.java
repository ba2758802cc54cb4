// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The wait until nothing of a program is left, whatever throws meanwhile. A program that cannot be
 * ended is waited for as long as that takes; one that cannot even be asked about is given up after
 * some seconds. Used by one thread.
 */
final class Departure {

  /** With a pause behind each, some 5 s. */
  private static final int MOST_FAILURES = 50;

  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Launched program;
  private int failures;
  private @Nullable Throwable last;

  Departure(Launched program) {
    this.program = program;
  }

  /** Answers whether nothing is left; if not, it may still run. Does not throw. */
  boolean await() {
    while (failures < MOST_FAILURES) {
      if (isGone()) {
        return true;
      }
    }
    return false;
  }

  private boolean isGone() {
    try {
      if (program.awaitGone(PATIENCE)) {
        return true;
      }
      program.kill();
    } catch (Throwable e) {
      failed(e);
    }
    return false;
  }

  private void failed(Throwable thrown) {
    // The last one is told by whoever asks for it.
    if (failures == 0) {
      Uncaught.tell(thrown);
    }
    failures++;
    last = thrown;
    try {
      program.kill();
    } catch (Throwable again) {
      last = again;
    }
    // A stranger's interrupt would make the pauses none.
    Thread.interrupted();
    LockSupport.parkNanos(PATIENCE.toNanos());
  }

  /** Returns why it was given up. */
  Throwable obstacle() {
    Throwable found = last;
    return found == null ? new IllegalStateException("nothing was thrown") : found;
  }
}
