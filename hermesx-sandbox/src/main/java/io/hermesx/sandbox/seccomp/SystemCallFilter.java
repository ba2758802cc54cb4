// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A filter of system calls for programs that are not trusted, as classic BPF for {@code bwrap
 * --seccomp}. It refuses what reaches past a sandbox or into young parts of the kernel; what it
 * allows is confined by namespaces and control groups, not by it. A call through a foreign ABI
 * (32-bit, x32) ends the process, a call younger than the table does not exist. Immutable; making
 * one does no I/O.
 */
public final class SystemCallFilter {

  private static final long NUMBERS = 1L << 32;
  private static final long X32 = 0x40000000L;

  /** What a tracer sets to skip a call, and no number of x32. */
  private static final long SKIPPED = NUMBERS - 1;

  private final Architecture architecture;
  private final byte[] program;

  private SystemCallFilter(Architecture architecture, byte[] program) {
    this.architecture = architecture;
    this.program = program;
  }

  /** Returns the filter for an architecture. */
  public static SystemCallFilter of(Architecture architecture) {
    return of(architecture, decisions(architecture));
  }

  /**
   * Returns the filter for an architecture that lets no socket be made but of AF_UNIX: for control
   * groups that do not count what is under way between the others, not even on the loopback.
   */
  public static SystemCallFilter withoutInternet(Architecture architecture) {
    NavigableMap<Long, Decision> decisions = decisions(architecture);
    SystemCall.SOCKET
        .number(architecture)
        .ifPresent(number -> decisions.put((long) number, ArgumentRules.LOCAL_SOCKET));
    return of(architecture, decisions);
  }

  private static SystemCallFilter of(
      Architecture architecture, NavigableMap<Long, Decision> decisions) {
    return new SystemCallFilter(
        architecture, FilterCompiler.compile(architecture.auditArch(), decisions));
  }

  /** Returns what it was made for. A process of another architecture ends with its first call. */
  public Architecture architecture() {
    return architecture;
  }

  /**
   * Returns the program, to be read from a descriptor by {@code bwrap}: an array of struct
   * sock_filter without header. A copy.
   */
  public byte[] program() {
    return program.clone();
  }

  /** Returns how many instructions the program has. */
  public int instructions() {
    return program.length / Instruction.OCTETS;
  }

  private static NavigableMap<Long, Decision> decisions(Architecture architecture) {
    NavigableMap<Long, Decision> decisions = new TreeMap<>();
    decisions.put(0L, Verdict.ALLOW);
    for (SystemCall call : SystemCall.values()) {
      call.number(architecture)
          .ifPresent(
              number -> {
                decisions.put((long) number, call.decision());
                decisions.putIfAbsent(number + 1L, Verdict.ALLOW);
              });
    }
    decisions.put(SystemCall.NEWEST + 1L, Verdict.ENOSYS);
    if (architecture == Architecture.X86_64) {
      decisions.put(X32, Verdict.KILL);
      decisions.put(SKIPPED, Verdict.ENOSYS);
    }
    return decisions;
  }
}
