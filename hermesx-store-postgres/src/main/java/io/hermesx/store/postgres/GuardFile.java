// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.stream.Stream;

/** A file of the folder {@code guard}. */
final class GuardFile {

  private GuardFile() {}

  static String text(String name) {
    return MigrationFile.resource("guard/" + name);
  }

  /** The lines that say something. */
  static Stream<String> lines(String name) {
    return text(name).lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
  }
}
