// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** A folder that accounts without privileges may not enter. */
final class ClosedFolder {

  private ClosedFolder() {}

  /** Returns the outermost one on the way to a file; empty if all can be entered. */
  static Optional<Path> above(Path file) {
    Optional<Path> closed = Optional.empty();
    for (Path folder = file.toAbsolutePath().getParent();
        folder != null;
        folder = folder.getParent()) {
      closed = isOpen(folder) ? closed : Optional.of(folder);
    }
    return closed;
  }

  private static boolean isOpen(Path folder) {
    try {
      return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }
}
