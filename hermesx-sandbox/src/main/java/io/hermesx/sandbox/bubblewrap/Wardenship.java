// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** That there is a warden: one that dies gets a successor. Thread-safe. */
final class Wardenship implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Start start;
  private final Ticker ticker = Ticker.system();
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Warden> warden = Optional.empty();
  private boolean closed;
  private long begun;

  /** How a warden is started. */
  @FunctionalInterface
  interface Start {
    Warden warden() throws IOException;
  }

  private Wardenship(Start start) {
    this.start = start;
  }

  /** Starts one; where that fails there is none for now. */
  static Wardenship begin(Start start) {
    Wardenship wardenship = new Wardenship(start);
    wardenship.tryNow();
    return wardenship;
  }

  /** The lock is held over the start: nobody is to find a warden missing that is about to be. */
  private void next() throws IOException {
    lock.lock();
    try {
      if (!closed) {
        warden = Optional.empty();
        begun = ticker.nanos();
        Warden successor = start.warden();
        warden = Optional.of(successor);
        CompletableFuture<Void> unused = successor.end().thenRun(this::succeed);
      }
    } finally {
      lock.unlock();
    }
  }

  /** At once, but not again and again: one that cannot live here dies as soon as it is started. */
  private void succeed() {
    if (ticker.nanos() - begun() < PAUSE.toNanos()) {
      tryLater();
    } else {
      tryNow();
    }
  }

  private void tryLater() {
    CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::tryNow);
  }

  /** While there is none, whoever asks is told so. */
  private void tryNow() {
    try {
      next();
    } catch (IOException | RuntimeException | Error e) {
      tryLater();
    }
  }

  private long begun() {
    lock.lock();
    try {
      return begun;
    } finally {
      lock.unlock();
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

  /**
   * Lets the warden end what is left of this executor, as if the JVM had died, and waits for it
   * some seconds. There is none afterwards.
   */
  void alarm() {
    Optional<Warden> last;
    lock.lock();
    try {
      closed = true;
      last = warden;
      warden = Optional.empty();
    } finally {
      lock.unlock();
    }
    try {
      if (last.isPresent()) {
        boolean unused = last.get().alarm();
      }
    } catch (IOException e) {
      // It has died, and so have those that follow their parent when the spawner ends.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
