// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command reads a bundle from. */
final class BundleFile {

  private BundleFile() {}

  /** Opens a file, or standard input for {@code -}, which closing leaves open. */
  static InputStream open(String name, InputStream standard) throws IOException {
    if (!name.equals("-")) {
      return Files.newInputStream(Path.of(name));
    }
    return new FilterInputStream(standard) {
      @Override
      public void close() {}
    };
  }
}
