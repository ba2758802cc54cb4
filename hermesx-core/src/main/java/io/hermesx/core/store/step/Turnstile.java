// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a thread into one transaction at a time, and nobody once the store is closed. Thread-safe.
 */
public final class Turnstile {

  private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Creates one that is open. */
  public Turnstile() {}

  /**
   * Lets this thread in.
   *
   * @throws IllegalStateException if it is inside already
   * @throws StoreException if the store is closed
   */
  public void enter() {
    requireOpen();
    if (!inside.add(Thread.currentThread())) {
      throw new IllegalStateException(
          "this thread has a transaction of this store open already: use its TenantTx, or begin"
              + " the next transaction after it ended");
    }
  }

  /** Lets this thread out. */
  public void leave() {
    inside.remove(Thread.currentThread());
  }

  /**
   * Checks that the store is open.
   *
   * @throws StoreException if it is closed
   */
  public void requireOpen() {
    if (closed) {
      throw new StoreException(
          "the store is closed: nothing was read or kept; close the store after everything that"
              + " uses it",
          StoreFailure.REFUSED);
    }
  }

  /** Lets nobody in from now on. */
  public void close() {
    closed = true;
  }
}
