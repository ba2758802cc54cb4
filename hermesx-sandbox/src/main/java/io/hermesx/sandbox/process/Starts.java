// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The starts that are under way. Until it executes its program, a child has whatever its parent had
 * open when it was made: also a file that another thread was just writing, and which nobody can
 * execute as long as somebody has it open for that ({@code ETXTBSY}). Thread-safe.
 */
final class Starts {

  private final Duration patience;
  private final Set<CountDownLatch> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Begins without one.
   *
   * @param patience how long one is waited for, at the most
   */
  Starts(Duration patience) {
    this.patience = patience;
  }

  /** Starts a process; when this returns, its program has everything of its own. */
  Process start(ProcessBuilder builder) throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    underWay.add(over);
    try {
      return builder.start();
    } finally {
      underWay.remove(over);
      over.countDown();
    }
  }

  /** Whether there is one. */
  boolean areUnderWay() {
    return !underWay.isEmpty();
  }

  /** Waits until nobody has what this process has closed by now, as long as its patience lasts. */
  void awaitThoseUnderWay() {
    try {
      for (CountDownLatch start : underWay) {
        if (!start.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // A stranger's, and kept; at worst the program is told that its file is busy.
      Thread.currentThread().interrupt();
    }
  }
}
