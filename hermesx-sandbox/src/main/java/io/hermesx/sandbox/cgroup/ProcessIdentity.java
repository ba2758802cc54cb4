// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that no later one is taken for.
 *
 * @param namespace the inode of its process namespace: a process of another one cannot be asked for
 * @param pid its number
 * @param start when it started, in clock ticks since boot (field 22 of /proc/PID/stat)
 */
record ProcessIdentity(long namespace, long pid, long start) {

  private static final int START_AFTER_NAME = 19;

  static ProcessIdentity self(Path proc) {
    Path link = proc.resolve("self/ns/pid");
    Path stat = proc.resolve("self/stat");
    try {
      String target = Files.readSymbolicLink(link).toString();
      String line = Files.readString(stat);
      long namespace = Long.parseLong(target.replaceAll("[^0-9]", ""));
      return new ProcessIdentity(
          namespace, Long.parseLong(line.substring(0, line.indexOf(' '))), start(line));
    } catch (IOException e) {
      throw KernelFile.failure("read", stat, e);
    }
  }

  /** Returns whether the process runs, as far as this process can see. */
  boolean isAlive(Path proc) {
    Path stat = proc.resolve(pid + "/stat");
    try {
      return start(Files.readString(stat)) == start;
    } catch (IOException e) {
      // Gone before it was opened, or while it was read (ESRCH).
      return Files.exists(stat);
    }
  }

  /** The name is in parentheses and may hold anything, so fields are counted from its end. */
  private static long start(String line) {
    return Long.parseLong(
        line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[START_AFTER_NAME]);
  }
}
