// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The thread that starts programs which need one that lasts, and others where no worker is to be
 * had. It lives as long as its executor, whatever a start throws: what dies with its parent on
 * Linux dies with the thread that started it.
 */
final class Spawner implements Runnable {

  private final AtomicBoolean closed = new AtomicBoolean();
  private final LinkedBlockingQueue<Runnable> starts = new LinkedBlockingQueue<>();

  /** Hands a start over; what it throws is told to the thread's handler. */
  void execute(Runnable start) {
    starts.add(start);
  }

  /** Lets the thread end when it has done what was handed over. */
  void close() {
    starts.add(() -> closed.set(true));
  }

  @Override
  public void run() {
    while (!closed.get()) {
      try {
        take().run();
      } catch (Throwable thrown) {
        Uncaught.tell(thrown);
      }
    }
  }

  private Runnable take() {
    Optional<Runnable> start = Optional.empty();
    while (start.isEmpty()) {
      start = poll();
    }
    return start.get();
  }

  /** Empty if interrupted, which nobody of ours does, and which must not end it. */
  private Optional<Runnable> poll() {
    try {
      return Optional.of(starts.take());
    } catch (InterruptedException e) {
      return Optional.empty();
    }
  }
}
