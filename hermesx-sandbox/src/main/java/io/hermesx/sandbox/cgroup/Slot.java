// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import io.hermesx.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group in every tree that one execution after the other uses. Used by one thread at a time, but
 * for {@link #kill}.
 */
final class Slot {

  private static final int QUOTA_PERIOD_MICROS = 100_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NONE = -1;

  /** What the kernel keeps for itself for a while is less. */
  private static final long MOST_LEFT = 1 << 20;

  private final Trees trees;
  private final String name;
  private final Membership membership;
  private final Optional<Path> memoryDirectory;
  private final Optional<MemoryFiles> memory;
  private volatile Optional<GroupLimits> applied = Optional.empty();
  private GroupUsage before = new GroupUsage(0, 0, 0);

  private Slot(Trees trees, String name, Membership membership) {
    this.trees = trees;
    this.name = name;
    this.membership = membership;
    Optional<Facility> counting =
        Stream.of(Facility.MEMORY_LIMIT, Facility.MEMORY_PEAK, Facility.OOM_COUNT)
            .filter(trees.serving()::containsKey)
            .findFirst();
    this.memoryDirectory = counting.flatMap(facility -> trees.directory(facility, name));
    this.memory =
        memoryDirectory.map(
            directory -> MemoryFiles.of(trees.unified(counting.orElseThrow()), directory));
  }

  static Slot make(Trees trees, String name, Ticker ticker) {
    Slot slot = new Slot(trees, name, new Membership(trees.directories(name), ticker));
    try {
      slot.makeDirectories();
      slot.before = slot.counters();
      return slot;
    } catch (RuntimeException e) {
      slot.removeAfter(e);
      throw e;
    }
  }

  List<Path> entryFiles() {
    return membership.directories().stream()
        .map(directory -> directory.resolve("cgroup.procs"))
        .toList();
  }

  /** Sets the limits, without a write where they are set already. */
  void limit(GroupLimits limits) {
    if (applied.equals(Optional.of(limits))) {
      return;
    }
    applied = Optional.empty();
    long octets = limits.memoryOctets() == 0 ? Long.MAX_VALUE : limits.memoryOctets();
    memory.ifPresent(files -> files.limit(octets));
    String most = limits.processes() == 0 ? "max" : Integer.toString(limits.processes());
    trees
        .directory(Facility.PIDS_LIMIT, name)
        .ifPresent(directory -> KernelFile.write(directory.resolve("pids.max"), most));
    trees
        .directory(Facility.CPU_QUOTA, name)
        .ifPresent(directory -> quota(directory, limits.milliCpus()));
    applied = Optional.of(limits);
  }

  private void quota(Path directory, int milliCpus) {
    long micros = (long) milliCpus * QUOTA_PERIOD_MICROS / 1_000;
    if (trees.unified(Facility.CPU_QUOTA)) {
      String share = milliCpus == 0 ? "max" : Long.toString(micros);
      KernelFile.write(directory.resolve("cpu.max"), share + " " + QUOTA_PERIOD_MICROS);
    } else {
      KernelFile.write(
          directory.resolve("cpu.cfs_period_us"), Integer.toString(QUOTA_PERIOD_MICROS));
      KernelFile.write(
          directory.resolve("cpu.cfs_quota_us"), milliCpus == 0 ? "-1" : Long.toString(micros));
    }
  }

  /** A process that waits for its share of processor time would also wait for it to die. */
  void kill() {
    boolean throttled = applied.map(limits -> limits.milliCpus() != 0).orElse(false);
    applied = Optional.empty();
    membership.kill();
    if (throttled) {
      trees.directory(Facility.CPU_QUOTA, name).ifPresent(directory -> quota(directory, 0));
    }
  }

  Occupancy occupancy() {
    return membership.occupancy();
  }

  Occupancy awaitEnd(Duration patience, Runnable again) {
    return membership.awaitEnd(patience, again);
  }

  GroupUsage usage() {
    GroupUsage now = counters();
    return new GroupUsage(
        difference(now.cpuMicros(), before.cpuMicros()),
        difference(peak(), before.peakOctets()),
        difference(now.oomKills(), before.oomKills()));
  }

  /**
   * Makes the group as good as new once nobody is in it. Files in memory that outlive who wrote
   * them, such as a session's, count in their group as long as it is there; they are not to count
   * against the next one's limit.
   */
  void settle() {
    if (!memory.map(files -> files.used() <= MOST_LEFT && files.resetPeak()).orElse(true)) {
      memoryDirectory.ifPresent(Trees::remove);
      makeDirectories();
      applied = Optional.empty();
    }
    before = counters();
  }

  /** Removes it from every tree; one that keeps it keeps it from no other. */
  void remove() {
    Failures failures = new Failures();
    membership.directories().forEach(directory -> failures.run(() -> Trees.remove(directory)));
    failures.raise();
  }

  private void removeAfter(RuntimeException thrown) {
    try {
      remove();
    } catch (RuntimeException e) {
      thrown.addSuppressed(e);
    }
  }

  private void makeDirectories() {
    for (Path directory : membership.directories()) {
      try {
        if (!Files.isDirectory(directory)) {
          Files.createDirectory(directory);
        }
      } catch (IOException e) {
        throw KernelFile.failure("make", directory, e);
      }
    }
  }

  /** What the kernel counts, with the memory charged now in the place of the peak. */
  private GroupUsage counters() {
    return new GroupUsage(
        trees.directory(Facility.CPU_USAGE, name).map(this::cpuMicros).orElse(NONE),
        memory.map(MemoryFiles::used).orElse(NONE),
        trees.serving().containsKey(Facility.OOM_COUNT)
            ? memory.map(MemoryFiles::oomKills).orElse(NONE)
            : NONE);
  }

  private long cpuMicros(Path directory) {
    return trees.unified(Facility.CPU_USAGE)
        ? KernelFile.number(directory.resolve("cpu.stat"), "usage_usec")
        : KernelFile.number(directory.resolve("cpuacct.usage")) / NANOS_PER_MICRO;
  }

  private long peak() {
    return trees.serving().containsKey(Facility.MEMORY_PEAK)
        ? memory.map(MemoryFiles::peak).orElse(NONE)
        : NONE;
  }

  private static long difference(long now, long then) {
    return now == NONE ? NONE : Math.max(0, now - then);
  }
}
