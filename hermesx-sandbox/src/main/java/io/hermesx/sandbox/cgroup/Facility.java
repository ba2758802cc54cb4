// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

/** Something a control group can do for an execution. */
public enum Facility {
  /** A limit on memory of the whole tree, with no swap beside it. */
  MEMORY_LIMIT,
  /** A limit on processes and threads of the whole tree. */
  PIDS_LIMIT,
  /** A limit on the share of processor time. */
  CPU_QUOTA,
  /** Processor time used by the whole tree. */
  CPU_USAGE,
  /** The most memory used at one time. */
  MEMORY_PEAK,
  /** How often the kernel ended a process because of the memory limit. */
  OOM_COUNT,
  /** The end of everything in the group, for certain, even while it forks. */
  KILL
}
