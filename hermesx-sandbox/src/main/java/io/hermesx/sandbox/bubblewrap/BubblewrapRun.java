// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.cgroup.GroupClaim;
import io.hermesx.sandbox.cgroup.Occupancy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A program in bubblewrap. What dies first matters: bubblewrap outside waits for its number 1
 * inside, whose end the kernel makes the end of everything inside.
 */
final class BubblewrapRun {

  private static final long PAUSE_NANOS = 100_000;

  private final Process process;
  private final MarkedProcesses marked;
  private final BubblewrapSlot slot;
  private final Optional<GroupClaim> group;
  private final Consumer<BubblewrapSlot> giveBack;

  BubblewrapRun(
      Process process,
      MarkedProcesses marked,
      BubblewrapSlot slot,
      Optional<GroupClaim> group,
      Consumer<BubblewrapSlot> giveBack) {
    this.process = process;
    this.marked = marked;
    this.slot = slot;
    this.group = group;
    this.giveBack = giveBack;
  }

  Process process() {
    return process;
  }

  /** Ends everything. Does not wait. */
  void kill() {
    if (group.isPresent()) {
      process.destroyForcibly();
      group.get().kill();
      return;
    }
    Optional<ProcessHandle> first = first();
    if (first.isPresent()) {
      first.get().destroyForcibly();
    } else {
      process.destroyForcibly();
    }
  }

  private Optional<ProcessHandle> first() {
    OptionalLong pid = status().first();
    return pid.isPresent() ? marked.one(pid.getAsLong()) : Optional.empty();
  }

  /** Whether every process of it is gone, waiting for it at most so long. */
  boolean awaitGone(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    Duration rest = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    if (group.isPresent()) {
      return group.get().awaitEmpty(rest) != Occupancy.OCCUPIED;
    }
    return insideGone(rest);
  }

  private boolean insideGone(Duration patience) {
    OptionalLong pid = status().first();
    if (pid.isEmpty()) {
      return marked.find().isEmpty();
    }
    for (long waited = 0; marked.maybeAlive(pid.getAsLong()); waited += PAUSE_NANOS) {
      if (waited > patience.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  void release() {
    group.ifPresent(GroupClaim::close);
    try {
      slot.wipe();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    giveBack.accept(slot);
  }

  BubblewrapStatus status() {
    try {
      return BubblewrapStatus.parse(slot.status().read(BubblewrapStatus.LIMIT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
