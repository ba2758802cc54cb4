// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A group in every tree that root gives to the user {@code nobody}, as systemd would. */
public final class DelegatedGroup implements AutoCloseable {

  private static final String NOBODY = "65534";
  private static final List<String> FILES =
      List.of("cgroup.procs", "tasks", "cgroup.threads", "cgroup.subtree_control");

  private final String path;
  private final List<Path> directories;
  private final List<Path> entries;

  private DelegatedGroup(String path, List<Path> directories, List<Path> entries) {
    this.path = path;
    this.directories = directories;
    this.entries = entries;
  }

  public static DelegatedGroup make() throws IOException {
    OutsideComponent.require(
        "cgroup",
        Optional.of(Path.of("/")).filter(Files::isWritable),
        "run as root: only root can delegate a group to another user");
    String name = "delegated-" + ProcessHandle.current().pid();
    List<Path> directories = new ArrayList<>();
    List<Path> entries = new ArrayList<>();
    for (Hierarchy tree : ControlGroups.of(Path.of("/proc")).hierarchies()) {
      if (tree.unified()
          || tree.has("memory")
          || tree.has("pids")
          || tree.has("cpu")
          || tree.has("cpuacct")) {
        Path directory = tree.mount().resolve(name);
        Files.createDirectory(directory);
        directories.add(directory);
        chown(directory);
        for (String file : FILES) {
          if (Files.exists(directory.resolve(file))) {
            chown(directory.resolve(file));
          }
        }
        if (tree.unified()) {
          entries.add(directory.resolve("cgroup.procs"));
        }
      }
    }
    return new DelegatedGroup(name, directories, entries);
  }

  public String path() {
    return path;
  }

  /** Enters the group of version 2, where a user cannot come from outside, and becomes nobody. */
  public List<String> enter() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "n=$1; shift; while [ $n -gt 0 ]; do echo $$ > \"$1\" || exit 1; shift; n=$((n-1));"
                    + " done; exec setpriv --reuid "
                    + NOBODY
                    + " --regid "
                    + NOBODY
                    + " --clear-groups \"$@\"",
                "sh",
                Integer.toString(entries.size())));
    entries.forEach(entry -> command.add(entry.toString()));
    return command;
  }

  private static void chown(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", Integer.valueOf(NOBODY));
  }

  @Override
  public void close() throws IOException {
    for (Path directory : directories) {
      Files.delete(directory);
    }
  }
}
