// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.sandbox.attack.CaseFile.Section;
import java.util.List;
import java.util.Map;

/**
 * A program that does nothing wrong.
 *
 * @param name what it is called
 * @param section what a file says about it
 */
record BenignProgram(String name, Section section) {

  /** Input for all of them; most do not read it. */
  static final String STDIN = "first line\nsecond line\n";

  private static final List<String> GROUPS =
      List.of("shell", "coreutils", "awk", "perl", "python", "node", "tools");

  static List<BenignProgram> all() {
    return GROUPS.stream()
        .flatMap(
            group ->
                CaseFile.read("benign/" + group + ".txt").stream()
                    .map(section -> new BenignProgram(group + ": " + section.name(), section)))
        .toList();
  }

  boolean needsInternetSockets() {
    return section.value("sockets", "").equals("internet");
  }

  Program program() {
    return Program.of(section);
  }

  static Map<String, String> environment(String marker, String home) {
    return Map.of(
        "PATH",
        "/usr/local/bin:/usr/bin:/bin",
        "HOME",
        home,
        "LANG",
        "C.UTF-8",
        "HERMESX_CASE",
        marker);
  }
}
