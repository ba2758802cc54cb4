// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * This JVM as the kernel sees it.
 *
 * @param pid its number
 * @param account its effective user
 * @param mostFiles how many descriptors a child of it may be allowed
 * @param filters which filters of system calls it is under itself
 * @param accounts how many accounts there are from 0 on, without a gap
 * @param givesDumpsAway whether a program of the host takes dumps of memory
 */
record OwnProcess(
    long pid,
    int account,
    long mostFiles,
    FilterCount filters,
    long accounts,
    boolean givesDumpsAway) {

  /** Reads it from a folder such as {@code /proc/self}. */
  static OwnProcess read(Path folder) throws IOException {
    String[] numbers = line(folder.resolve("status"), "Uid:").split("\\s+", -1);
    String[] files = line(folder.resolve("limits"), "Max open files").split("\\s+", -1);
    String most = files[4];
    return new OwnProcess(
        ProcessHandle.current().pid(),
        Integer.parseInt(numbers[2]),
        most.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(most),
        FilterCount.of(Files.readAllLines(folder.resolve("status"))),
        accounts(Files.readAllLines(folder.resolve("uid_map"))),
        Files.readString(folder.resolveSibling("sys/kernel/core_pattern")).startsWith("|"));
  }

  /** Each line: the first account here, the first outside, how many. */
  private static long accounts(List<String> lines) {
    long end = 0;
    for (String line : lines) {
      String[] numbers = line.strip().split("\\s+", -1);
      long first = Long.parseLong(numbers[0]);
      if (first <= end) {
        end = Math.max(end, first + Long.parseLong(numbers[2]));
      }
    }
    return end;
  }

  private static String line(Path file, String start) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new IOException(file + " has no line " + start));
  }

  /** Whether all accounts up to one are there, which in a container they need not be. */
  boolean mayBecome(int last) {
    return last < accounts;
  }

  /** Whether programs get an account of their own on the host. */
  boolean isRoot() {
    return account == 0;
  }
}
