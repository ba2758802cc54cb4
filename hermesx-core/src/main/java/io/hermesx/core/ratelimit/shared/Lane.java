// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The commands of one partition: one call at a time is on its way, and those that come meanwhile go
 * with the next. Thread-safe.
 */
final class Lane {

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;

  /** What became of a command that came. */
  enum Entry {
    /** Its thread asks. */
    LEADS,
    /** It waits. */
    WAITS,
    /** There is no room. */
    FULL,
    /** Nobody uses this lane any more: take another. */
    CLOSED
  }

  Entry enter(Waiting waiting, int room) {
    lock.lock();
    try {
      if (closed) {
        return Entry.CLOSED;
      }
      if (queue.size() >= room) {
        return Entry.FULL;
      }
      queue.addLast(waiting);
      if (busy) {
        return Entry.WAITS;
      }
      busy = true;
      return Entry.LEADS;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what goes with the next call, in the order in which it came. */
  List<Waiting> next(int atMost) {
    List<Waiting> batch = new ArrayList<>();
    lock.lock();
    try {
      while (batch.size() < atMost && !queue.isEmpty()) {
        Waiting waiting = queue.removeFirst();
        if (waiting.send()) {
          batch.add(waiting);
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the next in the queue ask.
   *
   * @return whether nobody was there, which closes the lane
   */
  boolean handOver() {
    lock.lock();
    try {
      while (!queue.isEmpty()) {
        if (queue.peekFirst().lead()) {
          return false;
        }
        queue.removeFirst();
      }
      closed = true;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
