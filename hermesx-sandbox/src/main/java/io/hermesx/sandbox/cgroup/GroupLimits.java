// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

/**
 * What everything in a group may use together.
 *
 * @param memoryOctets memory including page cache and kernel memory, with no swap beside it: at
 *     least 65,536, or 0 for no limit; the kernel rounds down to whole pages
 * @param processes processes and threads: 1 to 4,194,304, or 0 for no limit
 * @param milliCpus thousandths of a processor: 10 to 1,000,000, or 0 for no limit
 */
public record GroupLimits(long memoryOctets, int processes, int milliCpus) {

  private static final long LEAST_MEMORY = 1 << 16;
  private static final int MOST_PROCESSES = 1 << 22;
  private static final int LEAST_CPU = 10;
  private static final int MOST_CPU = 1_000_000;

  /** Checks the ranges. */
  public GroupLimits {
    requireRange("memoryOctets", memoryOctets, LEAST_MEMORY, Long.MAX_VALUE);
    requireRange("processes", processes, 1, MOST_PROCESSES);
    requireRange("milliCpus", milliCpus, LEAST_CPU, MOST_CPU);
  }

  private static void requireRange(String name, long value, long least, long most) {
    if (value != 0 && (value < least || value > most)) {
      throw new IllegalArgumentException(
          "group limit "
              + name
              + " is "
              + value
              + ", allowed: 0 for none, "
              + least
              + " to "
              + most);
    }
  }

  /** Limits without one on processor time. */
  public static GroupLimits of(long memoryOctets, int processes) {
    return new GroupLimits(memoryOctets, processes, 0);
  }
}
