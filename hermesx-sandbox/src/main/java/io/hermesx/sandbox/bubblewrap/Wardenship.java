// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** That there is a warden: one that dies gets a successor. Thread-safe. */
final class Wardenship implements AutoCloseable {

  private final Start start;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Warden> warden = Optional.empty();
  private boolean closed;

  /** How a warden is started. */
  @FunctionalInterface
  interface Start {
    Warden warden() throws IOException;
  }

  private Wardenship(Start start) {
    this.start = start;
  }

  static Wardenship begin(Start start) throws IOException {
    Wardenship wardenship = new Wardenship(start);
    wardenship.next();
    return wardenship;
  }

  /** The lock is held over the start: nobody is to find a warden missing that is about to be. */
  private void next() throws IOException {
    lock.lock();
    try {
      if (!closed) {
        warden = Optional.empty();
        Warden successor = start.warden();
        warden = Optional.of(successor);
        CompletableFuture<Void> unused = successor.end().thenRun(this::succeed);
      }
    } finally {
      lock.unlock();
    }
  }

  private void succeed() {
    try {
      next();
    } catch (IOException e) {
      // Then there is none, and whoever asks is told so.
      return;
    }
  }

  /** Whether the death of this JVM would be noticed now. */
  boolean holds() {
    lock.lock();
    try {
      return warden.filter(Warden::lives).isPresent();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      warden.ifPresent(Warden::close);
    } finally {
      lock.unlock();
    }
  }
}
