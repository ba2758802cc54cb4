// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What the executions of an engine share.
 *
 * @param backend how programs are confined
 * @param settings how many at once
 * @param admission who is next
 * @param spawner starts programs
 * @param watcher looks after them
 * @param workers threads for everything that waits
 */
record Host(
    Backend backend,
    EngineSettings settings,
    Admission<Object, Run> admission,
    Spawner spawner,
    Watcher watcher,
    ExecutorService workers) {

  private static final long IDLE_SECONDS = 10;

  static Host start(Backend backend, EngineSettings settings) {
    ThreadFactory threads = work -> thread(work, backend.name() + "-worker");
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
                threads));
    thread(host.spawner, backend.name() + "-spawner").start();
    try {
      thread(host.watcher, backend.name() + "-watcher").start();
    } catch (RuntimeException | Error e) {
      host.spawner.close();
      throw e;
    }
    return host;
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, "hermesx-sandbox-" + name);
    thread.setDaemon(true);
    return thread;
  }

  long now() {
    return settings.ticker().nanos();
  }

  /** Has a worker do it; where there is no thread to be had, whatever the reason, this one does. */
  void execute(Runnable work) {
    try {
      workers.execute(work);
    } catch (RuntimeException | Error e) {
      work.run();
    }
  }

  /** Lets the threads end; nothing runs any more. */
  void close() {
    try {
      spawner.close();
      watcher.close();
      workers.shutdown();
    } finally {
      backend.close();
    }
  }
}
