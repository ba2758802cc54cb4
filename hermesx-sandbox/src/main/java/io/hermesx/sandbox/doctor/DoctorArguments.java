// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.doctor;

import io.hermesx.sandbox.cgroup.GroupSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the doctor was asked. Not thread-safe.
 *
 * @param json whether the answer is JSON
 * @param help whether the options are to be shown, and nothing else
 * @param controlGroup the group below which to make others
 * @param temporaryFolder where to make folders
 * @param bubblewrap the program
 */
public record DoctorArguments(
    boolean json,
    boolean help,
    Optional<String> controlGroup,
    Optional<Path> temporaryFolder,
    Optional<Path> bubblewrap) {

  /** The options, for people. */
  public static final String OPTIONS =
      """
      Tries what sandboxes this host can hold. Options:
        --json                     answers as one JSON object
        --control-group PATH       makes control groups below this one, a path from the mount
        --temporary-folder PATH    makes its folders there
        --bwrap PATH               this program is bubblewrap
        --help                     shows this and tries nothing
      Ends with 0 if programs that nobody has read can run (tier UNTRUSTED), with 1 if not, with 2
      if it does not understand its arguments.
      """;

  /**
   * Reads the arguments of a command line.
   *
   * @throws IllegalArgumentException if one is not known, has no value or not a valid one, or is
   *     there twice
   */
  public static DoctorArguments parse(List<String> arguments) {
    Draft draft = new Draft();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--json" -> draft.json = true;
        case "--help" -> draft.help = true;
        case "--control-group" -> draft.group = once(option, draft.group, group(option, rest));
        case "--temporary-folder" -> draft.folder = once(option, draft.folder, path(option, rest));
        case "--bwrap" -> draft.bubblewrap = once(option, draft.bubblewrap, path(option, rest));
        default ->
            throw new IllegalArgumentException(
                "there is no option \""
                    + option
                    + "\", allowed: --json, --control-group, --temporary-folder, --bwrap, --help");
      }
    }
    return new DoctorArguments(draft.json, draft.help, draft.group, draft.folder, draft.bubblewrap);
  }

  private static final class Draft {
    private boolean json;
    private boolean help;
    private Optional<String> group = Optional.empty();
    private Optional<Path> folder = Optional.empty();
    private Optional<Path> bubblewrap = Optional.empty();
  }

  private static <T> Optional<T> once(String option, Optional<T> before, T value) {
    if (before.isPresent()) {
      throw new IllegalArgumentException(option + " is there twice, allowed: once");
    }
    return Optional.of(value);
  }

  private static String group(String option, Iterator<String> rest) {
    String value = value(option, rest);
    try {
      GroupSettings unused = GroupSettings.builder().under(value).build();
      return value;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option + " is \"" + value + "\", allowed: a path below the mount without ..", e);
    }
  }

  private static Path path(String option, Iterator<String> rest) {
    String value = value(option, rest);
    try {
      return Path.of(value).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(option + " is no path", e);
    }
  }

  private static String value(String option, Iterator<String> rest) {
    String value = rest.hasNext() ? rest.next() : "";
    if (value.isBlank() || value.startsWith("--")) {
      throw new IllegalArgumentException(option + " has no value, allowed: a path after it");
    }
    return value;
  }
}
