// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

/** What the kernel does with a system call (SECCOMP_RET_* in linux/seccomp.h). */
enum Verdict implements Decision {
  ALLOW(0x7FFF0000),
  /** The call fails: not permitted. */
  EPERM(0x00050000 | 1),
  /** The call fails: this kernel does not have it. Libraries fall back to an older call. */
  ENOSYS(0x00050000 | 38),
  /** The call fails: this file system does not have it. Programs that copy files go on without. */
  ENOTSUP(0x00050000 | 95),
  /** The call fails: no such family of addresses. Programs go on without. */
  EAFNOSUPPORT(0x00050000 | 97),
  /** The call does nothing and says that it worked. */
  NOTHING(0x00050000),
  /** The process ends with SIGSYS. */
  KILL(0x80000000);

  private final int value;

  Verdict(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
