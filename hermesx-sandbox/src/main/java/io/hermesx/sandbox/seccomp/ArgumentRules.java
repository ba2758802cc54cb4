// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static io.hermesx.sandbox.seccomp.ArgumentTest.ALL_BITS;
import static io.hermesx.sandbox.seccomp.Verdict.ALLOW;
import static io.hermesx.sandbox.seccomp.Verdict.EAFNOSUPPORT;
import static io.hermesx.sandbox.seccomp.Verdict.EPERM;
import static io.hermesx.sandbox.seccomp.Verdict.NOTHING;

import java.util.List;

/** The decisions that look at arguments. Constants are those of the kernel's uapi headers. */
final class ArgumentRules {

  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_TYPE_MASK = 0xF;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;

  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_ATTACH_BPF = 50;
  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  private static final int SO_ATTACH_REUSEPORT_EBPF = 52;
  private static final int RLIMIT_CORE = 4;
  private static final int MAP_HUGETLB = 0x40000;
  private static final int SHM_HUGETLB = 0x800;
  private static final int MFD_HUGETLB = 4;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int PR_SET_SECCOMP = 22;

  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  private static final int CLONE_NAMESPACES = 0x7E020000;

  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;
  private static final int TIOCSETD = 0x5423;

  private static final int F_SETLEASE = 1_024;
  private static final int F_SETDELEG = 1_040;

  private static final int S_IFMT = 0xF000;
  private static final int S_IFCHR = 0x2000;
  private static final int S_IFBLK = 0x6000;

  private static final int PER_LINUX = 0;
  private static final int PER_LINUX32 = 8;
  private static final int UNAME26 = 0x20000;
  private static final int QUERY = -1;

  private static final int SCHED_OTHER = 0;
  private static final int SCHED_BATCH = 3;
  private static final int SCHED_IDLE = 5;
  private static final int WITHOUT_RESET_ON_FORK = ~0x40000000;

  private static final Decision TCP_OR_UDP =
      new ArgumentTest(
          1,
          SOCK_TYPE_MASK,
          List.of(SOCK_STREAM, SOCK_DGRAM),
          new ArgumentTest(2, ALL_BITS, List.of(0, IPPROTO_TCP, IPPROTO_UDP), ALLOW, EPERM),
          EPERM);

  /**
   * AF_UNIX, and TCP and UDP over AF_INET and AF_INET6. A socket's path is confined by the mount
   * namespace, an abstract name and every address by the network namespace, so these reach nothing
   * that was not handed in, and benign programs need them. Every other family is a door to the
   * host's kernel (AF_NETLINK, AF_ALG, AF_PACKET) or past the network namespace (AF_VSOCK), and
   * other protocols make the kernel load modules.
   */
  static final Decision SOCKET =
      new ArgumentTest(
          0,
          ALL_BITS,
          List.of(AF_UNIX),
          ALLOW,
          new ArgumentTest(0, ALL_BITS, List.of(AF_INET, AF_INET6), TCP_OR_UDP, EPERM));

  /** AF_UNIX alone, where the buffers of the others are nobody's memory. */
  static final Decision LOCAL_SOCKET =
      new ArgumentTest(
          0,
          ALL_BITS,
          List.of(AF_UNIX),
          ALLOW,
          new ArgumentTest(0, ALL_BITS, List.of(AF_INET, AF_INET6), EAFNOSUPPORT, EPERM));

  /**
   * Everything but programs that filter what a socket receives: they take of a store of the whole
   * machine, without which no filter of system calls can be installed either.
   */
  static final Decision SOCKET_OPTION =
      new ArgumentTest(
          1,
          ALL_BITS,
          List.of(SOL_SOCKET),
          new ArgumentTest(
              2,
              ALL_BITS,
              List.of(
                  SO_ATTACH_FILTER,
                  SO_ATTACH_BPF,
                  SO_ATTACH_REUSEPORT_CBPF,
                  SO_ATTACH_REUSEPORT_EBPF),
              EPERM,
              ALLOW),
          ALLOW);

  /**
   * Memory of ordinary pages: whoever asks for huge ones has to do without where there are none.
   */
  static final Decision MAPPING = new ArgumentTest(3, MAP_HUGETLB, List.of(0), ALLOW, EPERM);

  /** As {@link #MAPPING}, of segments of System V. */
  static final Decision SHARED_SEGMENT = new ArgumentTest(2, SHM_HUGETLB, List.of(0), ALLOW, EPERM);

  /** As {@link #MAPPING}, of files in memory. */
  static final Decision MEMORY_FILE = new ArgumentTest(1, MFD_HUGETLB, List.of(0), ALLOW, EPERM);

  /**
   * Everything but further filters of system calls: where they are compiled they take of the store
   * of the whole machine that {@link #SOCKET_OPTION} is about, and nobody's control group counts
   * that.
   */
  static final Decision SECCOMP =
      new ArgumentTest(0, ALL_BITS, List.of(SECCOMP_SET_MODE_FILTER), EPERM, ALLOW);

  /** As {@link #SECCOMP}, by the older call. */
  static final Decision PROCESS_CONTROL =
      new ArgumentTest(0, ALL_BITS, List.of(PR_SET_SECCOMP), EPERM, ALLOW);

  /**
   * The limit on dumps of memory stays as it was set: see {@code hop.sh}. Whoever sets it gets what
   * is wanted, no dump, and is told so.
   */
  static final Decision SET_LIMIT =
      new ArgumentTest(0, ALL_BITS, List.of(RLIMIT_CORE), NOTHING, ALLOW);

  /** As {@link #SET_LIMIT}; without a new limit it is a question. */
  static final Decision LIMIT_OF_PROCESS =
      new ArgumentTest(
          1, ALL_BITS, List.of(RLIMIT_CORE), new PointerTest(2, ALLOW, NOTHING), ALLOW);

  /** Only AF_UNIX makes pairs. */
  static final Decision SOCKETPAIR = new ArgumentTest(0, ALL_BITS, List.of(AF_UNIX), ALLOW, EPERM);

  /** Processes and threads, but no new namespace. */
  static final Decision CLONE = new ArgumentTest(0, CLONE_NAMESPACES, List.of(0), ALLOW, EPERM);

  /**
   * Everything but pushing characters into a terminal's input (TIOCSTI, and TIOCLINUX of the
   * console) and loading line disciplines.
   */
  static final Decision IOCTL =
      new ArgumentTest(1, ALL_BITS, List.of(TIOCSTI, TIOCLINUX, TIOCSETD), EPERM, ALLOW);

  /**
   * Everything but leases, for which a descriptor to read is enough if the file has the program's
   * account: who then opens it on the host waits, 45 s if nobody has set it otherwise.
   */
  static final Decision FILE_CONTROL =
      new ArgumentTest(1, ALL_BITS, List.of(F_SETLEASE, F_SETDELEG), EPERM, ALLOW);

  /** Files, pipes and sockets, but no device. */
  static final Decision MKNOD =
      new ArgumentTest(1, S_IFMT, List.of(S_IFCHR, S_IFBLK), EPERM, ALLOW);

  /** As {@link #MKNOD}, one argument later. */
  static final Decision MKNODAT =
      new ArgumentTest(2, S_IFMT, List.of(S_IFCHR, S_IFBLK), EPERM, ALLOW);

  /** Plain Linux, a 32-bit or old name for it, and the question. */
  static final Decision PERSONALITY =
      new ArgumentTest(
          0,
          ALL_BITS,
          List.of(PER_LINUX, PER_LINUX32, UNAME26, UNAME26 | PER_LINUX32, QUERY),
          ALLOW,
          EPERM);

  /** The policies without real-time priority. */
  static final Decision SCHEDULER =
      new ArgumentTest(
          1, WITHOUT_RESET_ON_FORK, List.of(SCHED_OTHER, SCHED_BATCH, SCHED_IDLE), ALLOW, EPERM);

  private ArgumentRules() {}
}
