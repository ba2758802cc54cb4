// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.sandbox.attack.CaseFile.Section;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An attack as a file has it. The package's README says what each key means. */
record AttackCase(String group, Section section) {

  private static final SandboxLimits LIMITS =
      SandboxLimits.STANDARD.toBuilder()
          .wall(Duration.ofSeconds(10))
          .cpu(Duration.ofSeconds(10))
          .memoryBytes(64L << 20)
          .processes(40)
          .diskBytes(4L << 20)
          .files(400)
          .openFiles(64)
          .outputBytes(4096)
          .maxOutputBytes(1L << 20)
          .build();

  private static final List<String> GROUPS =
      List.of("processes", "memory", "disk", "output", "files", "kernel", "network");

  static List<AttackCase> all() {
    return GROUPS.stream()
        .flatMap(
            group ->
                CaseFile.read("cases/" + group + ".txt").stream()
                    .map(section -> new AttackCase(group, section)))
        .toList();
  }

  String name() {
    return section.name();
  }

  Set<Guarantee> guarantees() {
    Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
    section.words("guarantees").forEach(word -> guarantees.add(Guarantee.valueOf(word)));
    return guarantees;
  }

  SandboxLimits limits() {
    var limits = LIMITS.toBuilder();
    for (String word : section.words("limits")) {
      String[] parts = word.split("=", 2);
      int value = Integer.parseInt(parts[1]);
      switch (parts[0]) {
        case "wall" -> limits.wall(Duration.ofMillis(value));
        case "cpu" -> limits.cpu(Duration.ofMillis(value));
        case "memory" -> limits.memoryBytes((long) value << 20);
        case "processes" -> limits.processes(value);
        case "disk" -> limits.diskBytes((long) value << 10);
        case "files" -> limits.files(value);
        case "open" -> limits.openFiles(value);
        default -> throw new IllegalArgumentException(name() + ": no such limit: " + word);
      }
    }
    return limits.build();
  }

  /** Returns what runs it. */
  Program program() {
    return Program.of(section);
  }

  /** Returns what shows outside that it works. */
  Program control() {
    return section.values().containsKey("control-run")
        ? Program.run(section.value("control-run", ""))
        : program();
  }

  String controlMode() {
    return section.value("control", "breach");
  }

  /** Returns the outcomes of an attack that was held. */
  List<String> contained() {
    return Arrays.stream(section.value("contained", "exit 0").split("\\|"))
        .map(String::strip)
        .toList();
  }

  /**
   * Returns what standard output must have: unless the file says otherwise, that it came to its
   * end.
   */
  Optional<String> output() {
    String otherwise = section.values().containsKey("contained") ? "" : "done";
    return Optional.of(section.value("output", otherwise)).filter(text -> !text.isEmpty());
  }

  Optional<Set<String>> files() {
    return section.values().containsKey("files")
        ? Optional.of(Set.copyOf(section.words("files")))
        : Optional.empty();
  }

  Optional<Long> total() {
    return Optional.of(section.value("total", ""))
        .filter(text -> !text.isEmpty())
        .map(Long::valueOf);
  }

  Duration within() {
    String said = section.value("within", "");
    return said.isEmpty()
        ? limits().wall().plusSeconds(5)
        : Duration.ofMillis(Long.parseLong(said));
  }

  int count(String key, int otherwise) {
    return Integer.parseInt(section.value(key, Integer.toString(otherwise)));
  }

  /** Returns whether the programs in C are part of it. */
  boolean isNative() {
    return Stream.of("run", "control-run", "sh", "beside")
        .map(key -> section.value(key, ""))
        .anyMatch(text -> text.startsWith("attacks ") || text.contains("@{attacks}"));
  }
}
