// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import io.hermesx.core.time.Ticker;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Removes the groups of JVMs that are gone. */
final class Sweep {

  private final Path proc;
  private final ProcessIdentity self;
  private final Duration patience;
  private final Ticker ticker;

  Sweep(Path proc, ProcessIdentity self, GroupSettings settings) {
    this.proc = proc;
    this.self = self;
    this.patience = settings.patience();
    this.ticker = settings.ticker();
  }

  /** Returns what could not be removed below a group. */
  List<Path> below(Path directory) {
    List<Path> left = new ArrayList<>();
    for (Path child : children(directory)) {
      boolean dead =
          GroupName.parse(child.getFileName().toString())
              .map(GroupName::owner)
              // Who lives in another process namespace cannot be told from here.
              .filter(owner -> owner.namespace() == self.namespace())
              .filter(owner -> !owner.isAlive(proc))
              .isPresent();
      if (dead && !removed(child)) {
        left.add(child);
      }
    }
    return left;
  }

  private boolean removed(Path group) {
    List<Path> all = new ArrayList<>(children(group));
    all.add(group);
    Membership membership = new Membership(all, ticker);
    try {
      membership.kill();
      membership.awaitEnd(patience, membership::signal);
      all.forEach(Trees::remove);
      return true;
    } catch (ControlGroupException e) {
      // Somebody else swept it at the same time, or it belongs to another user.
      return !Files.exists(group);
    }
  }

  private static List<Path> children(Path directory) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, Files::isDirectory)) {
      stream.forEach(children::add);
    } catch (IOException e) {
      return List.of();
    }
    return children;
  }
}
