// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** Where a command reads a bundle from. */
final class BundleFile {

  private BundleFile() {}

  /**
   * Opens a file, or standard input for {@code -}, which closing leaves open.
   *
   * @throws UsageException if there is no such file
   */
  static InputStream open(String name, InputStream standard) throws IOException {
    if (!name.equals("-")) {
      return Files.newInputStream(NamedFile.BUNDLE.require(name));
    }
    return new FilterInputStream(standard) {
      @Override
      public void close() {}
    };
  }
}
