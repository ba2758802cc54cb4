// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that starts programs. It lives as long as its executor: what dies with its parent
 * on Linux dies with the thread that started it, so a pool's thread must not.
 */
final class Spawner implements Runnable {

  private static final Runnable STOP = () -> {};

  private final LinkedBlockingQueue<Runnable> starts = new LinkedBlockingQueue<>();

  /** Hands a start over; it must not throw. */
  void execute(Runnable start) {
    starts.add(start);
  }

  /** Lets the thread end when it has done what was handed over. */
  void close() {
    starts.add(STOP);
  }

  @Override
  public void run() {
    Runnable start = take();
    while (start != STOP) {
      start.run();
      start = take();
    }
  }

  private Runnable take() {
    while (true) {
      try {
        return starts.take();
      } catch (InterruptedException e) {
        // Nobody of ours interrupts it, and it must not end.
        continue;
      }
    }
  }
}
