// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something besides JDK and Maven that a test needs, such as the program {@code pgbouncer}. A test
 * that asks for one that is missing is skipped and says how to get it; it fails where the
 * environment variable {@code HERMESX_REQUIRE} has the name, separated by commas or spaces.
 */
public final class OutsideComponent {

  /** Where programs of the system are that an ordinary user may not have on the path. */
  private static final List<String> BEYOND_PATH =
      List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

  private OutsideComponent() {}

  /**
   * Returns the component, or ends the test.
   *
   * @param name what {@code HERMESX_REQUIRE} calls it
   * @param found the component, if it is there
   * @param remedy how to get it, such as {@code apt-get install pgbouncer}
   */
  public static <T> T require(String name, Optional<T> found, String remedy) {
    if (found.isEmpty()) {
      without(name, remedy, System.getenv("HERMESX_REQUIRE"));
    }
    return found.orElseThrow();
  }

  /** Looks for a program on the path and where the system keeps its own. */
  public static Optional<Path> program(String name) {
    String path = System.getenv("PATH");
    Stream<String> folders = path == null ? Stream.of() : Stream.of(path.split(File.pathSeparator));
    return Stream.concat(folders, BEYOND_PATH.stream())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Ends a test whose component is missing.
   *
   * @param required the names that must be there; null for none
   */
  public static void without(String name, String remedy, String required) {
    String reason = name + ": it is not here; " + remedy;
    if (required != null && Arrays.asList(required.split("[,\\s]+")).contains(name)) {
      fail(reason + ", or take it out of HERMESX_REQUIRE");
    }
    System.out.println("skipped " + reason);
    abort(reason);
  }
}
