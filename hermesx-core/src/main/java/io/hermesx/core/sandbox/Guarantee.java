// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

/**
 * What a sandbox can hold. A policy asks for guarantees, not for a technology; an executor proves
 * the ones it has.
 */
public enum Guarantee {
  /** Nothing of the host's file system can be read or written but what was handed in. */
  FS_CONFINED,
  /** No network at all. */
  NET_NONE,
  /** Network only to the destinations listed, enforced outside the program. */
  NET_ALLOWLIST_ENFORCED,
  /** Every process the program started is gone when the execution has ended. */
  TREE_KILL,
  /** Nothing is left when the host process is killed. */
  CRASH_CLEANUP,
  /** A limit on time by the clock. */
  WALL_LIMIT,
  /** A limit on processor time of the whole tree. */
  CPU_TIME_LIMIT,
  /** A limit on memory of the whole tree. */
  MEMORY_TREE_LIMIT,
  /** A limit on the number of processes. */
  PIDS_LIMIT,
  /** A limit on what can be written to disk. */
  DISK_LIMIT,
  /** A limit on output that holds however much is written. */
  OUTPUT_LIMIT,
  /** No program gains privileges by being executed. */
  NO_NEW_PRIVS,
  /** Not root, inside and outside. */
  NON_ROOT,
  /** System calls are filtered. */
  SYSCALL_FILTER,
  /** No user namespaces inside. */
  NO_NESTED_USERNS,
  /** A kernel of its own. */
  SEPARATE_KERNEL,
  /** Nothing of the host's environment variables is visible. */
  ENV_CLEAN,
  /** Secrets are used on the program's behalf and never seen by it. */
  SECRET_BROKERED,
  /** Running out of memory never hits the host process. */
  HOST_OOM_SAFE
}
