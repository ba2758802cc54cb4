// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory in version 1.
 *
 * @param directory the group
 */
record MemoryFilesV1(Path directory) implements MemoryFiles {

  static final String WITH_SWAP = "memory.memsw.limit_in_bytes";

  @Override
  public void limit(long octets) {
    String text = Long.toString(octets);
    Path limit = directory.resolve("memory.limit_in_bytes");
    Path withSwap = directory.resolve(WITH_SWAP);
    if (!Files.exists(withSwap)) {
      KernelFile.write(limit, text);
      return;
    }
    // The kernel keeps memory ≤ memory with swap at every step.
    boolean raises = KernelFile.number(withSwap) < octets;
    KernelFile.write(raises ? withSwap : limit, text);
    KernelFile.write(raises ? limit : withSwap, text);
  }

  @Override
  public long used() {
    return KernelFile.number(directory.resolve("memory.usage_in_bytes"));
  }

  @Override
  public long peak() {
    return KernelFile.number(directory.resolve("memory.max_usage_in_bytes"));
  }

  @Override
  public long oomKills() {
    return KernelFile.number(directory.resolve("memory.oom_control"), "oom_kill");
  }

  @Override
  public boolean resetPeak() {
    KernelFile.write(directory.resolve("memory.max_usage_in_bytes"), "0");
    return true;
  }
}
