// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of a command: operands and options, of which some have a value. */
final class CommandLine {

  private final List<String> operands = new ArrayList<>();
  private final Map<String, List<String>> options = new HashMap<>();

  private CommandLine() {}

  /**
   * Reads the words.
   *
   * @param valued the options that have a value, in the word behind them or after an equals sign
   * @param flags the options that have none
   * @throws UsageException if there is another option, or a value is missing
   */
  static CommandLine read(List<String> words, Set<String> valued, Set<String> flags) {
    CommandLine line = new CommandLine();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (!word.startsWith("--")) {
        line.operands.add(word);
      } else if (flags.contains(word)) {
        line.put(word, "");
      } else if (flags.contains(name)) {
        throw new UsageException(
            "the option " + name + " has no value; leave out what is behind =");
      } else if (!valued.contains(name)) {
        throw unknown(name, valued, flags);
      } else if (equals > 0) {
        line.put(name, word.substring(equals + 1));
      } else if (++i < words.size()) {
        line.put(name, words.get(i));
      } else {
        throw new UsageException("the option " + name + " needs a value behind it");
      }
    }
    return line;
  }

  private void put(String name, String value) {
    options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  private static UsageException unknown(String name, Set<String> valued, Set<String> flags) {
    List<String> all = new ArrayList<>(valued);
    all.addAll(flags);
    String nearest =
        all.stream()
            .sorted()
            .min(Comparator.comparingInt(option -> distance(option, name)))
            .orElse("--help");
    return new UsageException("there is no option " + name + "; did you mean " + nearest + "?");
  }

  /** How many letters must be changed, added or taken away (Levenshtein). */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int same = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  /** Every value that an option was given. */
  List<String> all(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** The value of an option that may be given once. */
  Optional<String> one(String option) {
    List<String> values = all(option);
    if (values.size() > 1) {
      throw new UsageException("the option " + option + " may be given once");
    }
    return values.stream().findFirst();
  }

  /** The operands, of which there must be so many. */
  List<String> operands(int count, String what) {
    if (operands.size() != count) {
      throw new UsageException(operands.size() + " operands, expected: " + what);
    }
    return operands;
  }
}
