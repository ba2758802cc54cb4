// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A group for one execution. Thread-safe. Methods read and write files of the kernel, which takes
 * microseconds; {@link #awaitEnd} and {@link #close} wait.
 */
public final class GroupClaim implements AutoCloseable {

  private final ExecutorGroup owner;
  private final Slot slot;

  /**
   * Held over writes to the kernel's files: a kill that comes late must not hit the next execution
   * in the same group.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean closed;
  private boolean killed;
  private GroupUsage last = new GroupUsage(0, 0, 0);

  GroupClaim(ExecutorGroup owner, Slot slot) {
    this.owner = owner;
    this.slot = slot;
  }

  /**
   * Returns the files into which a shell writes its process number, each in a line of its own,
   * before it executes anything. Writing can fail: the shell must then give up.
   */
  public List<Path> entryFiles() {
    return slot.entryFiles();
  }

  /**
   * Ends everything in the group, also what is being forked. Does not wait. Does nothing after
   * {@link #close}. A process that has not entered yet is not in the group: kill it itself first.
   */
  public void kill() {
    lock.lock();
    try {
      if (!closed) {
        killed = true;
        slot.kill();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nobody in the group runs, at most as long as said, and answers who is left: {@code
   * OCCUPIED} only if the time was too short. Ends who shows up after {@link #kill}. An interrupt
   * does not end the wait and is kept.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Occupancy awaitEnd(Duration patience) {
    requireOpen();
    return slot.awaitEnd(patience, this::killAgain);
  }

  private void killAgain() {
    lock.lock();
    try {
      if (!closed && killed) {
        slot.kill();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns what was used since the claim, and after {@link #close} what was used until then. */
  public GroupUsage usage() {
    lock.lock();
    try {
      return closed ? last : slot.usage();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends whatever is left, waits for it at most as long as the settings' patience, and gives the
   * group back for the next execution. One with zombies rests until they are gone; one that does
   * not get empty is never used again, and neither is one whose files cannot be read or written.
   *
   * @throws ControlGroupException if they cannot; the group is given up all the same
   */
  @Override
  public void close() {
    if (begin()) {
      try {
        clear();
      } catch (RuntimeException | Error e) {
        owner.giveUp(this, slot);
        throw e;
      }
      owner.giveBack(this, slot);
    }
  }

  /** Whether it was open until now. */
  private boolean begin() {
    lock.lock();
    try {
      boolean open = !closed;
      closed = true;
      return open;
    } finally {
      lock.unlock();
    }
  }

  private void clear() {
    lock.lock();
    try {
      if (slot.occupancy() == Occupancy.OCCUPIED) {
        slot.kill();
      }
      last = slot.usage();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the group was given back; claim another");
      }
    } finally {
      lock.unlock();
    }
  }
}
