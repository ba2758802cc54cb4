// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What root needs of its privileges to run programs under other accounts. */
final class Capabilities {

  private static final Path OWN = Path.of("/proc/self/status");
  private static final String EFFECTIVE = "CapEff:";
  private static final int HEX = 16;

  /** In the kernel's order, of which these are the first. */
  private static final List<String> NAMES =
      List.of("CHOWN", "", "", "", "", "KILL", "SETGID", "SETUID");

  private Capabilities() {}

  /** Returns those that this process does not have; none where that cannot be found out. */
  static List<String> missing() {
    try (Stream<String> lines = Files.lines(OWN)) {
      return missing(lines.toList());
    } catch (IOException e) {
      return List.of();
    }
  }

  static List<String> missing(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(EFFECTIVE))
        .map(line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), HEX))
        .flatMap(Capabilities::notIn)
        .toList();
  }

  private static Stream<String> notIn(long held) {
    return IntStream.range(0, NAMES.size())
        .filter(bit -> !NAMES.get(bit).isEmpty() && (held >>> bit & 1) == 0)
        .mapToObj(bit -> "CAP_" + NAMES.get(bit));
  }
}
