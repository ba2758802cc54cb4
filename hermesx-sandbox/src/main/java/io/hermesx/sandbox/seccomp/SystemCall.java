// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.util.OptionalInt;

/**
 * The system calls that are not simply allowed, with their numbers on x86-64 and arm64. Source:
 * {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code scripts/syscall.tbl} of the kernel, up
 * to Linux 6.10.
 *
 * <p>EPERM says no to a call; ENOSYS says that there is none, so that a library falls back: {@code
 * clone3}, whose flags are in memory that a filter cannot read, becomes {@code clone}. {@code
 * sched_setattr} is refused as a whole for the same reason. {@code memfd_secret} hides memory from
 * everybody and is used by nearly nobody. ENOTSUP says that a file system has no attributes, which
 * programs that copy files take for an answer: an access list of 64 KiB can be set on every file,
 * is kept by the kernel as long as the file is, and counts as nobody's memory.
 */
enum SystemCall {
  // sockets
  SOCKET(41, 198, ArgumentRules.SOCKET),
  SOCKETPAIR(53, 199, ArgumentRules.SOCKETPAIR),
  SETSOCKOPT(54, 208, ArgumentRules.SOCKET_OPTION),

  // new processes and namespaces
  CLONE(56, 220, ArgumentRules.CLONE),
  CLONE3(435, 435, Verdict.ENOSYS),
  UNSHARE(272, 97, Verdict.EPERM),
  SETNS(308, 268, Verdict.EPERM),
  PERSONALITY(135, 92, ArgumentRules.PERSONALITY),

  // other processes
  PTRACE(101, 117, Verdict.EPERM),
  PROCESS_VM_READV(310, 270, Verdict.EPERM),
  PROCESS_VM_WRITEV(311, 271, Verdict.EPERM),
  PIDFD_GETFD(438, 438, Verdict.EPERM),
  KCMP(312, 272, Verdict.EPERM),
  MIGRATE_PAGES(256, 238, Verdict.EPERM),
  MOVE_PAGES(279, 239, Verdict.EPERM),
  MBIND(237, 235, Verdict.EPERM),

  // mounts and roots
  MOUNT(165, 40, Verdict.EPERM),
  UMOUNT2(166, 39, Verdict.EPERM),
  PIVOT_ROOT(155, 41, Verdict.EPERM),
  CHROOT(161, 51, Verdict.EPERM),
  OPEN_TREE(428, 428, Verdict.EPERM),
  MOVE_MOUNT(429, 429, Verdict.EPERM),
  FSOPEN(430, 430, Verdict.EPERM),
  FSCONFIG(431, 431, Verdict.EPERM),
  FSMOUNT(432, 432, Verdict.EPERM),
  FSPICK(433, 433, Verdict.EPERM),
  MOUNT_SETATTR(442, 442, Verdict.EPERM),
  STATMOUNT(457, 457, Verdict.ENOSYS),
  LISTMOUNT(458, 458, Verdict.ENOSYS),

  // files by the back door
  MKNOD(133, Absent.NONE, ArgumentRules.MKNOD),
  MKNODAT(259, 33, ArgumentRules.MKNODAT),
  NAME_TO_HANDLE_AT(303, 264, Verdict.EPERM),
  OPEN_BY_HANDLE_AT(304, 265, Verdict.EPERM),
  LOOKUP_DCOOKIE(212, 18, Verdict.EPERM),
  FANOTIFY_INIT(300, 262, Verdict.EPERM),
  FANOTIFY_MARK(301, 263, Verdict.EPERM),
  QUOTACTL(179, 60, Verdict.EPERM),
  QUOTACTL_FD(443, 443, Verdict.EPERM),
  NFSSERVCTL(180, 42, Verdict.EPERM),

  // leases, which make others wait at a file of theirs
  FCNTL(72, 25, ArgumentRules.FILE_CONTROL),

  // attributes of files, of which access lists are kept in memory that no control group counts
  SETXATTR(188, 5, Verdict.ENOTSUP),
  LSETXATTR(189, 6, Verdict.ENOTSUP),
  FSETXATTR(190, 7, Verdict.ENOTSUP),

  // pages of the host's pool of huge ones, which the limit on memory does not count
  MMAP(9, 222, ArgumentRules.MAPPING),
  SHMGET(29, 194, ArgumentRules.SHARED_SEGMENT),
  MEMFD_CREATE(319, 279, ArgumentRules.MEMORY_FILE),

  // what all programs of the machine share: the number of asynchronous requests, the writing back
  // of what others wrote, whom a dump of memory is given to, and the store of filters
  IO_SETUP(206, 0, Verdict.ENOSYS),
  SYNC(162, 81, Verdict.NOTHING),
  SYNCFS(306, 267, Verdict.NOTHING),
  SETRLIMIT(160, 164, ArgumentRules.SET_LIMIT),
  PRLIMIT64(302, 261, ArgumentRules.LIMIT_OF_PROCESS),
  SECCOMP(317, 277, ArgumentRules.SECCOMP),
  PRCTL(157, 167, ArgumentRules.PROCESS_CONTROL),

  // large and young parts of the kernel
  IO_URING_SETUP(425, 425, Verdict.EPERM),
  IO_URING_ENTER(426, 426, Verdict.EPERM),
  IO_URING_REGISTER(427, 427, Verdict.EPERM),
  BPF(321, 280, Verdict.EPERM),
  PERF_EVENT_OPEN(298, 241, Verdict.EPERM),
  USERFAULTFD(323, 282, Verdict.EPERM),
  MEMFD_SECRET(447, 447, Verdict.ENOSYS),
  ADD_KEY(248, 217, Verdict.EPERM),
  REQUEST_KEY(249, 218, Verdict.EPERM),
  KEYCTL(250, 219, Verdict.EPERM),

  // terminals
  IOCTL(16, 29, ArgumentRules.IOCTL),
  VHANGUP(153, 58, Verdict.EPERM),

  // scheduling
  SCHED_SETSCHEDULER(144, 119, ArgumentRules.SCHEDULER),
  SCHED_SETATTR(314, 274, Verdict.EPERM),

  // the machine
  KEXEC_LOAD(246, 104, Verdict.EPERM),
  KEXEC_FILE_LOAD(320, 294, Verdict.EPERM),
  REBOOT(169, 142, Verdict.EPERM),
  INIT_MODULE(175, 105, Verdict.EPERM),
  FINIT_MODULE(313, 273, Verdict.EPERM),
  DELETE_MODULE(176, 106, Verdict.EPERM),
  CREATE_MODULE(174, Absent.NONE, Verdict.ENOSYS),
  GET_KERNEL_SYMS(177, Absent.NONE, Verdict.ENOSYS),
  QUERY_MODULE(178, Absent.NONE, Verdict.ENOSYS),
  SWAPON(167, 224, Verdict.EPERM),
  SWAPOFF(168, 225, Verdict.EPERM),
  ACCT(163, 89, Verdict.EPERM),
  SYSLOG(103, 116, Verdict.EPERM),
  SETTIMEOFDAY(164, 170, Verdict.EPERM),
  CLOCK_SETTIME(227, 112, Verdict.EPERM),
  ADJTIMEX(159, 171, Verdict.EPERM),
  CLOCK_ADJTIME(305, 266, Verdict.EPERM),
  SETHOSTNAME(170, 161, Verdict.EPERM),
  SETDOMAINNAME(171, 162, Verdict.EPERM),
  IOPL(172, Absent.NONE, Verdict.EPERM),
  IOPERM(173, Absent.NONE, Verdict.EPERM),
  MODIFY_LDT(154, Absent.NONE, Verdict.EPERM),
  USELIB(134, Absent.NONE, Verdict.ENOSYS),
  SYSFS(139, Absent.NONE, Verdict.ENOSYS),
  SYSCTL(156, Absent.NONE, Verdict.ENOSYS);

  /**
   * The highest number that is known, on both architectures ({@code mseal}, Linux 6.10). What comes
   * later has not been judged and does not exist for the program.
   */
  static final int NEWEST = 462;

  private final int x86;
  private final int arm;

  /** A verdict or a record of immutable parts. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Decision decision;

  SystemCall(int x86, int arm, Decision decision) {
    this.x86 = x86;
    this.arm = arm;
    this.decision = decision;
  }

  /** Returns the number, or nothing where the architecture does not have the call. */
  OptionalInt number(Architecture architecture) {
    int number = architecture == Architecture.X86_64 ? x86 : arm;
    return number == Absent.NONE ? OptionalInt.empty() : OptionalInt.of(number);
  }

  Decision decision() {
    return decision;
  }

  /** A constant of the enum cannot refer to a field of the enum that comes after it. */
  private static final class Absent {
    static final int NONE = -1;
  }
}
