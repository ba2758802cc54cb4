// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a program sees as its root: the host's programs and libraries to read, an {@code /etc} of
 * our own, and what the host adds to it; nothing to write but {@code /tmp}, {@code /dev/shm} and
 * {@code /work}. The arguments are bubblewrap's, in its order of work.
 */
final class RootLayout {

  /** Programs and libraries; where the host has links to /usr, so has the sandbox. */
  static final List<String> SYSTEM =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  private static final long LARGEST_SHARED = 16L << 20;

  private RootLayout() {}

  /** Returns what is the same for all executions of an executor. */
  static List<String> constant(Path etc, List<Path> readOnly) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--unshare-all",
                "--unshare-user",
                "--disable-userns",
                "--assert-userns-disabled",
                "--uid",
                "65534",
                "--gid",
                "65534",
                "--hostname",
                "sandbox",
                "--new-session",
                "--die-with-parent",
                "--cap-drop",
                "ALL",
                "--clearenv",
                "--json-status-fd",
                "8"));
    for (String name : SYSTEM) {
      system(arguments, Path.of(name));
    }
    bind(arguments, etc, "/etc");
    for (Path path : readOnly) {
      bind(arguments, path, path.toString());
    }
    arguments.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    return List.copyOf(arguments);
  }

  private static void system(List<String> arguments, Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      String target = Files.readSymbolicLink(path).toString();
      arguments.addAll(List.of("--symlink", target, path.toString()));
    } else if (Files.isDirectory(path)) {
      bind(arguments, path, path.toString());
    }
  }

  private static void bind(List<String> arguments, Path source, String target) {
    arguments.addAll(List.of("--ro-bind", source.toString(), target));
  }

  /**
   * Returns the writable places, which together hold so much, and what closes the rest.
   *
   * @param folder the work folder; empty if it is the temporary one
   */
  static List<String> writable(long limit, Optional<Path> folder) {
    long diskBytes = folder.isPresent() ? limit / Volumes.SHARE : limit;
    long sharedBytes = Math.min(LARGEST_SHARED, diskBytes / 4);
    long temporaryBytes = diskBytes - sharedBytes;
    List<String> work =
        folder
            .map(path -> List.of("--bind", path.toString(), "/work"))
            .orElse(List.of("--symlink", "tmp", "/work"));
    List<String> arguments = new ArrayList<>(work);
    arguments.addAll(
        List.of(
            "--perms",
            "1777",
            "--size",
            Long.toString(temporaryBytes),
            "--tmpfs",
            "/tmp",
            "--perms",
            "1777",
            "--size",
            Long.toString(sharedBytes),
            "--tmpfs",
            "/dev/shm",
            "--remount-ro",
            "/proc",
            "--remount-ro",
            "/dev",
            "--remount-ro",
            "/",
            "--chdir",
            "/work"));
    return arguments;
  }
}
