// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.sandbox.attack.CaseFile.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program of a case.
 *
 * @param language {@code run} for a command line, or that of the text
 * @param text the command line or the program
 */
record Program(String language, String text) {

  private static final List<String> LANGUAGES =
      List.of("run", "sh", "perl", "python", "awk", "node", "java");

  static Program of(Section section) {
    return LANGUAGES.stream()
        .filter(section.values()::containsKey)
        .map(language -> new Program(language, section.value(language, "")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(section.name() + " has no program"));
  }

  static Program run(String line) {
    return new Program("run", line);
  }

  List<String> argv(Words words) {
    return switch (language) {
      case "sh" -> List.of("/bin/sh", "-c", words.in(text));
      case "perl" -> List.of("/usr/bin/perl", "-e", words.in(text));
      case "python" -> List.of("/usr/bin/python3", "-c", words.in(text));
      case "awk" -> List.of("/usr/bin/awk", words.in(text));
      case "node" -> List.of("/usr/bin/node", "-e", words.in(text));
      default -> line(words);
    };
  }

  private List<String> line(Words words) {
    List<String> argv = new ArrayList<>(words.split(text));
    if (argv.get(0).equals("attacks")) {
      argv.set(0, words.in("@{attacks}"));
    }
    return List.copyOf(argv);
  }

  /** Returns the interpreter that this machine does not have, if so. */
  Optional<String> missing() {
    String interpreter =
        switch (language) {
          case "sh" -> "/bin/sh";
          case "perl" -> "/usr/bin/perl";
          case "python" -> "/usr/bin/python3";
          case "awk" -> "/usr/bin/awk";
          case "node" -> "/usr/bin/node";
          default -> "/bin/sh";
        };
    return Files.isExecutable(Path.of(interpreter)) ? Optional.empty() : Optional.of(interpreter);
  }
}
