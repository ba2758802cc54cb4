// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxLimits;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernel's limits on each process, which the start line sets before anything is executed.
 *
 * @param dump octets in a dump of memory: none, or one where a program of the host takes dumps,
 *     which it is then not given; see {@code hop.sh}
 * @param files descriptors
 * @param blocks size of a file, in blocks of 512 octets
 * @param seconds processor time
 */
record StartLimits(long dump, long files, long blocks, long seconds) {

  private static final int BLOCK = 512;

  /** A limit of the kernel's on each process, behind the executor's on all of them. */
  private static final int SECONDS_BEHIND = 2;

  static StartLimits of(SandboxLimits limits, OwnProcess process) {
    return new StartLimits(
        process.givesDumpsAway() ? 1 : 0,
        Math.min(limits.openFiles(), process.mostFiles()),
        limits.diskBytes() / BLOCK,
        limits.cpu().toSeconds() + SECONDS_BEHIND);
  }

  /** Returns those that the start line is told. */
  List<String> arguments() {
    return List.of(Long.toString(files), Long.toString(blocks), Long.toString(seconds));
  }

  /** Returns those that a process is not under, by the lines of its {@code /proc/self/limits}. */
  List<String> notIn(List<String> lines) {
    return Stream.of(
            limit("Max core file size", dump, dump),
            limit("Max open files", files, files),
            limit("Max file size", blocks * BLOCK, blocks * BLOCK),
            limit("Max cpu time", seconds, seconds + 1))
        .filter(wanted -> lines.stream().noneMatch(line -> plain(line).startsWith(wanted)))
        .toList();
  }

  private static String limit(String name, long soft, long hard) {
    return name + " " + soft + " " + hard + " ";
  }

  private static String plain(String line) {
    return line.replaceAll(" +", " ");
  }
}
