// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The octets that may be on disk. Thread-safe; no I/O. */
final class Room {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final long limit;
  private long used;

  Room(long limit, long used) {
    this.limit = limit;
    this.used = used;
  }

  /**
   * Takes octets as soon as there are so many, and tells whether there were within a patience. An
   * interrupt ends the waiting and stays set.
   */
  boolean take(long octets, Duration patience) {
    lock.lock();
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(patience);
      while (used + octets > limit) {
        if (nanos <= 0) {
          return false;
        }
        nanos = freed.awaitNanos(nanos);
      }
      used += octets;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Counts what is on disk already. */
  void add(long octets) {
    lock.lock();
    try {
      used += octets;
    } finally {
      lock.unlock();
    }
  }

  void give(long octets) {
    lock.lock();
    try {
      used -= octets;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  long limit() {
    return limit;
  }
}
