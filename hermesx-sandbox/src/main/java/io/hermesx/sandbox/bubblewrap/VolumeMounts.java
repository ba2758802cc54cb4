// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The programs that mount file systems in memory and take them down.
 *
 * @param mount mount of util-linux
 * @param unmount umount of util-linux
 * @param patience how long one call of them may take
 */
record VolumeMounts(Path mount, Path unmount, Duration patience) {

  private static final Duration LONG = Duration.ofSeconds(10);

  /** Returns those of the system, which get 10 s. */
  static VolumeMounts ofSystem() {
    return new VolumeMounts(
        BubblewrapCommands.place("mount"), BubblewrapCommands.place("umount"), LONG);
  }

  /**
   * Mounts one.
   *
   * @throws IOException if that fails or does not end in its time; it may be mounted then
   */
  void mount(Path root, String options) throws IOException {
    run(
        List.of(mount.toString(), "-t", "tmpfs", "-o", options, "hermesx-sandbox", root.toString()),
        root.resolveSibling(""));
  }

  /**
   * Takes them down, also those in use.
   *
   * @param parent the folder they are in
   * @throws IOException if that fails for one of them, or does not end in its time
   */
  void unmount(Path parent, List<Path> roots) throws IOException {
    List<String> command = new ArrayList<>(List.of(unmount.toString(), "-l"));
    roots.forEach(root -> command.add(root.toString()));
    run(command, parent);
  }

  private void run(List<String> command, Path folder) throws IOException {
    try (HostCommand started = HostCommand.start(command, Map.of(), folder)) {
      OptionalInt status = started.await(patience);
      if (status.isEmpty()) {
        throw new IOException(
            "a work folder could not be made or removed: "
                + command.get(0)
                + " did not end in "
                + patience.toMillis()
                + " ms and was ended; see what holds up mounts on this host");
      }
      if (status.getAsInt() != 0) {
        throw new IOException("a work folder could not be made or removed: " + started.said());
      }
    }
  }
}
