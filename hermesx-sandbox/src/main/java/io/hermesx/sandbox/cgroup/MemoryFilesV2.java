// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory in version 2.
 *
 * @param directory the group
 */
record MemoryFilesV2(Path directory) implements MemoryFiles {

  static final String SWAP = "memory.swap.max";
  static final String PEAK = "memory.peak";

  @Override
  public void limit(long octets) {
    if (Files.exists(directory.resolve(SWAP))) {
      KernelFile.write(directory.resolve(SWAP), "0");
    }
    KernelFile.write(directory.resolve("memory.max"), Long.toString(octets));
  }

  @Override
  public long used() {
    return KernelFile.number(directory.resolve("memory.current"));
  }

  @Override
  public long peak() {
    return KernelFile.number(directory.resolve(PEAK));
  }

  @Override
  public long oomKills() {
    return KernelFile.number(directory.resolve("memory.events"), "oom_kill");
  }

  /** The file can be reset since Linux 6.12 only, and for one descriptor only. */
  @Override
  public boolean resetPeak() {
    return false;
  }
}
