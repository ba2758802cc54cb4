// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** What a host may let programs read besides the system's programs and libraries. */
final class ReadOnlyPath {

  /** What would hand in more than programs: a host's state, secrets and control. */
  private static final Set<Path> NEVER =
      Set.of(
          Path.of("/"),
          Path.of("/boot"),
          Path.of("/dev"),
          Path.of("/etc"),
          Path.of("/home"),
          Path.of("/proc"),
          Path.of("/root"),
          Path.of("/run"),
          Path.of("/sys"),
          Path.of("/tmp"),
          Path.of("/var"),
          Path.of("/work"));

  private static final Set<Path> NOTHING_BELOW =
      Set.of(
          Path.of("/dev"),
          Path.of("/etc"),
          Path.of("/proc"),
          Path.of("/root"),
          Path.of("/run"),
          Path.of("/sys"),
          Path.of("/tmp"),
          Path.of("/work"));

  private static final String ALLOWED =
      "; allowed: a folder or plain file that is there and that programs may reach, such as"
          + " /opt/java; ";

  private ReadOnlyPath() {}

  /**
   * Checks how a path is written.
   *
   * @throws IllegalArgumentException if it names more than programs and libraries
   */
  static void requireHarmless(Path path) {
    boolean plain = path.isAbsolute() && path.equals(path.normalize());
    if (!plain || isOfTheHost(path)) {
      throw new IllegalArgumentException(
          "a sandbox executor is to let programs read "
              + path
              + ", allowed: an absolute path without '..' that is none of "
              + NEVER.stream().sorted().toList()
              + " and not below one of "
              + NOTHING_BELOW.stream().sorted().toList()
              + "; name the folder of the programs itself, such as /opt/java");
    }
  }

  private static boolean isOfTheHost(Path path) {
    return NEVER.contains(path) || NOTHING_BELOW.stream().anyMatch(path::startsWith);
  }

  /**
   * Checks what is there.
   *
   * @param root whether programs run under other accounts than this process's
   * @throws IllegalArgumentException if it is no folder and no plain file, leads to the host's
   *     state, has a socket or FIFO in it, or programs could not reach it
   */
  static void requireThere(Path path, boolean root) {
    Path real = real(path);
    if (isOfTheHost(real)) {
      throw refused(path, "it leads to " + real + ", which is the host's", "name another");
    }
    if (!Files.isDirectory(real) && !Files.isRegularFile(real)) {
      throw refused(path, "it is no folder and no plain file", "name the folder it is in");
    }
    Optional<Path> door = DoorToTheHost.in(real);
    if (door.isPresent()) {
      throw refused(
          path,
          door.get() + " in it is a socket or FIFO, which leads to whoever of the host listens",
          "move that elsewhere, or name folders beside it");
    }
    Optional<Path> closed = root ? closed(real) : own(real);
    if (closed.isPresent()) {
      throw refused(
          path,
          "the permissions of " + closed.get() + " keep programs out",
          (root ? "chmod o+rX " : "let the user of this process read ") + closed.get());
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      IllegalArgumentException refused =
          refused(path, Reason.of(e), "make it there, or leave out readOnly(" + path + ")");
      refused.initCause(e);
      throw refused;
    }
  }

  private static IllegalArgumentException refused(Path path, String why, String next) {
    return new IllegalArgumentException(
        "a sandbox executor is to let programs read " + path + ", but " + why + ALLOWED + next);
  }

  private static Optional<Path> own(Path path) {
    return Files.isReadable(path) || Files.isExecutable(path)
        ? Optional.empty()
        : Optional.of(path);
  }

  /** The path, if accounts without privileges get nothing of it, or the outermost folder above. */
  private static Optional<Path> closed(Path path) {
    Optional<Path> above = ClosedFolder.above(path);
    return above.isPresent() ? above : Optional.of(path).filter(own -> !isOpen(own));
  }

  private static boolean isOpen(Path path) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
          || (!Files.isDirectory(path) && permissions.contains(PosixFilePermission.OTHERS_READ));
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }
}
