// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import io.hermesx.core.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Who is in some groups, and how they are ended.
 *
 * @param directories the groups, of one execution or one executor, in every tree
 * @param ticker what waiting is measured with
 */
record Membership(List<Path> directories, Ticker ticker) {

  private static final long SHORTEST_PAUSE = 50_000;
  private static final long LONGEST_PAUSE = 2_000_000;

  /** Ends everybody at once: the kernel does it where it can, else nobody forks any more. */
  void kill() {
    for (Path directory : directories) {
      Path kill = directory.resolve("cgroup.kill");
      Path most = directory.resolve("pids.max");
      if (Files.exists(kill)) {
        KernelFile.write(kill, "1");
      } else if (Files.exists(most)) {
        KernelFile.write(most, "0");
      }
    }
    signal();
  }

  /**
   * Sends SIGKILL to every member. A number may have passed on to a stranger since it was read: the
   * handle remembers when its process started, and is used only if the number is still listed.
   */
  void signal() {
    for (Path directory : directories) {
      List<ProcessHandle> handles =
          KernelFile.members(directory).stream()
              .map(ProcessHandle::of)
              .flatMap(Optional::stream)
              .toList();
      if (!handles.isEmpty()) {
        Set<Long> still = new HashSet<>(KernelFile.members(directory));
        handles.stream()
            .filter(handle -> still.contains(handle.pid()))
            .forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  Occupancy occupancy() {
    for (Path directory : directories) {
      if (!KernelFile.members(directory).isEmpty()) {
        return Occupancy.OCCUPIED;
      }
    }
    for (Path directory : directories) {
      Path current = directory.resolve("pids.current");
      if (Files.exists(current) && KernelFile.number(current) > 0) {
        return Occupancy.ZOMBIES;
      }
    }
    return Occupancy.EMPTY;
  }

  /**
   * Waits until nobody runs any more; that somebody is a zombie does not matter.
   *
   * @param again what to do while somebody runs
   */
  Occupancy awaitEnd(Duration patience, Runnable again) {
    return await(patience, Occupancy.OCCUPIED, again);
  }

  private Occupancy await(Duration patience, Occupancy worst, Runnable again) {
    long end = ticker.nanos() + patience.toNanos();
    long pause = SHORTEST_PAUSE;
    boolean interrupted = false;
    Occupancy occupancy = occupancy();
    while (occupancy == worst && ticker.nanos() - end < 0) {
      again.run();
      LockSupport.parkNanos(pause);
      interrupted |= Thread.interrupted();
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      occupancy = occupancy();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return occupancy;
  }
}
