// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Switches controllers of version 2 on, for the children of a group.
 *
 * @param base the group that was delegated
 */
record UnifiedTree(Path base) {

  /** Returns why the children of a child do not get a controller; nothing if they do. */
  Optional<Problem> enable(String controller, Path child) {
    String available = KernelFile.read(base.resolve("cgroup.controllers"));
    if (!has(available, controller)) {
      return Optional.of(Problem.notDelegated(base, controller, available));
    }
    Optional<Problem> problem = switchOn(base, controller);
    return problem.isPresent() ? problem : switchOn(child, controller);
  }

  /**
   * Looks for members first: the kernel would switch pids and cpu on in a group with processes,
   * make it threaded by that, and never let it have memory again.
   */
  private Optional<Problem> switchOn(Path group, String controller) {
    Path switches = group.resolve("cgroup.subtree_control");
    if (has(KernelFile.read(switches), controller)) {
      return Optional.empty();
    }
    try {
      List<Long> members = isRoot(group) ? List.of() : KernelFile.members(group);
      if (!members.isEmpty()) {
        return Optional.of(Problem.inhabited(group, controller, members));
      }
      KernelFile.tryWrite(switches, "+" + controller);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Problem.notSwitchedOn(group, controller, e));
    }
  }

  /** The root of all groups may have processes and limit its children. */
  private static boolean isRoot(Path group) {
    return !Files.exists(group.resolve("cgroup.type"));
  }

  private static boolean has(String list, String controller) {
    return List.of(list.split("\\s+")).contains(controller);
  }
}
