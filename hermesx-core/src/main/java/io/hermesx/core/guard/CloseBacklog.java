// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The second commit of calls that have run already. Where the store is away it is kept in memory
 * and tried again by {@link #run}; all of it can be done twice without harm. Bounded; what does not
 * fit, or is lost with the process, leaves a receipt that reads as indeterminate and a hold that
 * expires. Thread-safe.
 */
final class CloseBacklog implements Sweep {

  private static final int CAPACITY = 10_000;

  private final Queue<Closing> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** One second commit. */
  record Closing(TenantStore store, Consumer<TenantTx> work) {

    void commit() {
      store.run(work);
    }
  }

  /** Keeps a second commit that failed, to be tried again. */
  void later(Closing closing, RuntimeException failure) {
    boolean kept = keep(closing);
    GuardAudit.LOG.warn(
        "tenant {}: a call that ran could not be closed, {}",
        closing.store().tenant(),
        kept
            ? "it will be tried again"
            : "and " + CAPACITY + " are waiting already: its receipt stays open",
        failure);
  }

  @Override
  public String name() {
    return "guard-close";
  }

  @Override
  public int run() {
    int done = 0;
    for (Closing next = take(); next != null; next = take()) {
      try {
        next.commit();
        done++;
      } catch (RuntimeException e) {
        later(next, e);
        return done;
      }
    }
    return done;
  }

  private boolean keep(Closing closing) {
    lock.lock();
    try {
      return waiting.size() < CAPACITY && waiting.add(closing);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Closing take() {
    lock.lock();
    try {
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }
}
