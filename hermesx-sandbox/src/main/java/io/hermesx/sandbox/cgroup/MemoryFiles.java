// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Path;

/** The memory files of one group. */
sealed interface MemoryFiles permits MemoryFilesV1, MemoryFilesV2 {

  /** Limits memory, and swap beside it to nothing. */
  void limit(long octets);

  /** Returns what is charged now. */
  long used();

  /** Returns the most that was charged since the last reset, or since the group was made. */
  long peak();

  /** Returns how many processes the kernel ended since the group was made. */
  long oomKills();

  /**
   * Forgets the peak.
   *
   * @return whether it could; otherwise only a new group has a new peak
   */
  boolean resetPeak();

  static MemoryFiles of(boolean unified, Path directory) {
    return unified ? new MemoryFilesV2(directory) : new MemoryFilesV1(directory);
  }
}
