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
 * @param leaf whether processes may be moved out of it
 */
record UnifiedTree(Path base, boolean leaf) {

  static final String LEAF = "hermesx-host";

  /** How often members are moved: more are forked while the first move. */
  private static final int MOVES = 10;

  /** Returns the group to build below, for a process in a group: a leaf is not. */
  static Path above(Path own) {
    Path parent = own.getParent();
    return parent != null && own.endsWith(LEAF) ? parent : own;
  }

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
      if (!members.isEmpty() && !leaf) {
        return Optional.of(Problem.inhabited(group, controller, members));
      }
      if (!members.isEmpty()) {
        move(group);
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

  private static void move(Path group) throws IOException {
    Path target = group.resolve(LEAF);
    if (!Files.isDirectory(target)) {
      Files.createDirectory(target);
    }
    for (int move = 0; move < MOVES; move++) {
      for (long member : KernelFile.members(group)) {
        moveOne(member, target);
      }
    }
  }

  private static void moveOne(long member, Path target) throws IOException {
    try {
      KernelFile.tryWrite(target.resolve("cgroup.procs"), Long.toString(member));
    } catch (IOException e) {
      // One that ended meanwhile needs no move.
      if (ProcessHandle.of(member).isPresent()) {
        throw e;
      }
    }
  }

  private static boolean has(String list, String controller) {
    return List.of(list.split("\\s+")).contains(controller);
  }
}
