// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.stream.Stream;

/** Cases of a test, one a line, in a file beside it. */
final class DataFile {

  private DataFile() {}

  /** The lines that say something, each with single spaces. */
  static Stream<String> lines(String name) {
    return MigrationFile.resource(name)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.replaceAll(" +", " "));
  }
}
