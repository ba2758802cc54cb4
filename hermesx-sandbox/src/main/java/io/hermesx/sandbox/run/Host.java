// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What the executions of an engine share.
 *
 * @param backend how programs are confined
 * @param settings how many at once
 * @param admission who is next
 * @param spawner starts programs that need a lasting thread
 * @param watcher looks after them
 * @param workers threads for everything that waits
 * @param threads all of them
 */
record Host(
    Backend backend,
    EngineSettings settings,
    Admission<Object, Run> admission,
    Spawner spawner,
    Watcher watcher,
    ExecutorService workers,
    Threads threads) {

  private static final long IDLE_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static Host start(Backend backend, EngineSettings settings) {
    Threads threads = new Threads(backend.name());
    Host host =
        new Host(
            backend,
            settings,
            new Admission<>(settings),
            new Spawner(),
            new Watcher(settings.ticker()),
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> threads.make(work, "worker")),
            threads);
    threads.make(host.spawner, "spawner").start();
    try {
      threads.make(host.watcher, "watcher").start();
    } catch (RuntimeException | Error e) {
      host.spawner.close();
      throw e;
    }
    return host;
  }

  long now() {
    return settings.ticker().nanos();
  }

  /** Has a worker do it; where there is no thread to be had, whatever the reason, this one does. */
  void execute(Runnable work) {
    if (!tryExecute(work)) {
      work.run();
    }
  }

  /** Has a worker do it; answers false where there is no thread to be had, whatever the reason. */
  boolean tryExecute(Runnable work) {
    try {
      workers.execute(work);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /**
   * Lets the threads end, and waits for them; nothing runs any more. One that is held up, by a sink
   * that does not return or by something that escaped with a pipe, is not waited for without end.
   */
  void close() {
    try {
      spawner.close();
      watcher.close();
      workers.shutdown();
    } finally {
      try {
        backend.close();
      } finally {
        threads.awaitEnd(PATIENCE, settings.ticker());
      }
    }
  }
}
