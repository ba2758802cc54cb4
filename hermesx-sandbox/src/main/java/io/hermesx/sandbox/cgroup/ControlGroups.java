// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The trees of control groups this process sees, of version 1, version 2 or both. Immutable; a
 * picture of one moment.
 */
public final class ControlGroups {

  private final Path proc;
  private final List<Hierarchy> hierarchies;

  private ControlGroups(Path proc, List<Hierarchy> hierarchies) {
    this.proc = proc;
    this.hierarchies = List.copyOf(hierarchies);
  }

  /**
   * Reads what is mounted.
   *
   * @param proc where proc(5) is mounted, usually {@code /proc}
   * @throws ControlGroupException if it cannot be read
   */
  public static ControlGroups of(Path proc) {
    String mounts = text(proc.resolve("self/mountinfo"));
    String membership = text(proc.resolve("self/cgroup"));
    return new ControlGroups(proc, Hierarchies.parse(mounts, membership));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw KernelFile.failure("read", file, e);
    }
  }

  /**
   * Removes what JVMs that are gone have left, with everything that still runs there, and makes the
   * parent group of an executor. What is not possible is among {@link ExecutorGroup#shortfalls}:
   * this does not fail.
   */
  public ExecutorGroup open(GroupSettings settings) {
    return new Opening(proc, hierarchies, settings).open();
  }

  List<Hierarchy> hierarchies() {
    return hierarchies;
  }
}
