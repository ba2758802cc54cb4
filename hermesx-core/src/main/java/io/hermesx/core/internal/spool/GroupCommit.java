// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends of many threads as one write and one fsync. Whoever comes while nobody writes leads: it
 * takes everything that waits, up to what fits a segment, writes it without the lock and wakes all
 * whose records went with it and the one who leads next. There is never more than one write under
 * way, so a frame of one write proves that the write before was synced. Thread-safe.
 */
final class GroupCommit {

  private final Log log;
  private final long groupOctets;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Queue<Turn> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean closed;

  GroupCommit(Log log, long groupOctets) {
    this.log = log;
    this.groupOctets = groupOctets;
  }

  /** What one thread at a time writes to. */
  @FunctionalInterface
  interface Log {
    /** Returns the position of the first of these records, when all of them are durable. */
    long write(List<byte[]> records) throws IOException;
  }

  /**
   * Returns the position of the first of these records, when all of them are durable. Blocks; an
   * interrupt changes nothing, because the records may be in a write already.
   *
   * @throws SpoolException if they were not written
   */
  long append(List<byte[]> records) {
    Turn turn = new Turn(records, lock.newCondition());
    boolean queued = false;
    while (true) {
      List<Turn> group;
      lock.lock();
      try {
        if (!queued) {
          requireOpen();
          waiting.add(turn);
          queued = true;
        }
        while (writing && !turn.ended) {
          turn.changed.awaitUninterruptibly();
        }
        if (turn.ended) {
          return turn.first();
        }
        group = nextGroup();
        writing = true;
      } finally {
        lock.unlock();
      }
      lead(group);
    }
  }

  /** Lets nobody in any more, and waits for those who are. Tells whether it was open. */
  boolean close() {
    lock.lock();
    try {
      boolean wasOpen = !closed;
      closed = true;
      while (writing || !waiting.isEmpty()) {
        idle.awaitUninterruptibly();
      }
      return wasOpen;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the spool is closed: open it again to append to it");
    }
  }

  private List<Turn> nextGroup() {
    List<Turn> group = new ArrayList<>();
    long octets = 0;
    for (Turn next = waiting.peek(); next != null; next = waiting.peek()) {
      octets += Frame.octets(next.records);
      if (!group.isEmpty() && octets > groupOctets) {
        break;
      }
      group.add(waiting.remove());
    }
    return group;
  }

  private void lead(List<Turn> group) {
    List<byte[]> records = new ArrayList<>();
    group.forEach(turn -> records.addAll(turn.records));
    long first = 0;
    Throwable failure = new IllegalStateException("the write was left");
    try {
      first = log.write(records);
      failure = null;
    } catch (IOException | RuntimeException e) {
      failure = e;
    } finally {
      end(group, first, failure);
    }
  }

  private void end(List<Turn> group, long first, @Nullable Throwable failure) {
    lock.lock();
    try {
      long position = first;
      for (Turn turn : group) {
        turn.end(position, failure);
        position += turn.records.size();
      }
      writing = false;
      Turn next = waiting.peek();
      if (next != null) {
        next.changed.signal();
      } else {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** One caller, from coming to going. Guarded by the lock. */
  private static final class Turn {

    private final List<byte[]> records;
    private final Condition changed;
    private boolean ended;
    private long position;
    private @Nullable Throwable failure;

    Turn(List<byte[]> records, Condition changed) {
      this.records = records;
      this.changed = changed;
    }

    void end(long first, @Nullable Throwable cause) {
      ended = true;
      position = first;
      failure = cause;
      changed.signal();
    }

    long first() {
      if (failure != null) {
        throw new SpoolException(
            records.size()
                + " records could not be made durable, and are not acknowledged: free or replace"
                + " the disk, then append them again with the same ids",
            failure);
      }
      return position;
    }
  }
}
