// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Why something could not be had, and what an operator can do.
 *
 * @param text what was tried, with path and errno text
 * @param remedy what to do
 */
record Problem(String text, String remedy) {

  static Problem notMounted(String controller) {
    return new Problem(
        "no tree of control groups for " + controller + " is mounted in /proc/self/mountinfo",
        "mount cgroup2 on /sys/fs/cgroup, or version 1 with the controller; some kernels need"
            + " cgroup_enable="
            + controller
            + " on their command line");
  }

  static Problem notMade(Path group, IOException cause, boolean unified) {
    return new Problem(
        "cannot make " + group + ": " + KernelFile.errno(cause),
        delegation(group.resolveSibling(""), unified));
  }

  static Problem notDelegated(Path group, String controller, String available) {
    return new Problem(
        group + "/cgroup.controllers lists \"" + available + "\", without " + controller,
        delegation(group, true));
  }

  static Problem notSwitchedOn(Path group, String controller, IOException cause) {
    return new Problem(
        "cannot write \"+"
            + controller
            + "\" to "
            + switches(group)
            + ": "
            + KernelFile.errno(cause),
        delegation(group, true));
  }

  /** Version 2: a group that limits its children has no processes of its own. */
  static Problem inhabited(Path group, String controller, List<Long> members) {
    return new Problem(
        "cannot write \"+"
            + controller
            + "\" to "
            + switches(group)
            + " while "
            + members.size()
            + " processes are in that group, the first "
            + members.stream().limit(5).toList(),
        "start this process in a group below (systemd 254: DelegateSubgroup=host beside"
            + " Delegate=yes; else mkdir "
            + group.resolve("host")
            + " and write its number to cgroup.procs there before it starts) and name the delegated"
            + " group as the control group");
  }

  static Problem notInKernel(Path file, String since) {
    return new Problem(file + ": No such file or directory", "use Linux " + since + " or newer");
  }

  static Problem swapUnlimited(Path group) {
    return new Problem(
        group + " has no limit on swap, and this host has swap",
        "boot with swapaccount=1, or switch swap off (swapoff -a)");
  }

  static Problem kernelMemoryUncounted() {
    return new Problem(
        "/proc/cmdline has cgroup.memory=nokmem: page tables and other memory of the kernel count in"
            + " no group",
        "boot without nokmem in cgroup.memory");
  }

  /** Where the kernel was told so, that is why. */
  Problem disabledAtBoot(String controller) {
    return new Problem(
        text + "; /proc/cmdline has cgroup_disable=" + controller,
        "boot without " + controller + " in cgroup_disable");
  }

  private static Path switches(Path group) {
    return group.resolve("cgroup.subtree_control");
  }

  private static String delegation(Path group, boolean unified) {
    return unified
        ? "delegate a group to the user of this process: systemd-run --user --scope -p Delegate=yes"
            + " COMMAND, or Delegate=yes in the unit; in a container run with --cgroupns=private"
            + " and a writable /sys/fs/cgroup"
        : "as root, make a group below "
            + group
            + ", chown it to the user of this process, and name it as the control group; in a"
            + " container mount /sys/fs/cgroup writable";
  }
}
