// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an executor has its groups, and which tree serves what.
 *
 * @param parents the executor's group in every tree it uses
 * @param serving the parent that serves a facility; a facility that is not there has none
 */
record Trees(Map<Hierarchy, Path> parents, Map<Facility, Hierarchy> serving) {

  Trees {
    parents = Map.copyOf(parents);
    serving = Map.copyOf(serving);
  }

  /** Returns the directories of a child in every tree. */
  List<Path> directories(String child) {
    return parents.values().stream().map(parent -> parent.resolve(child)).toList();
  }

  /** Returns a child's directory in the tree that serves a facility. */
  Optional<Path> directory(Facility facility, String child) {
    return Optional.ofNullable(serving.get(facility))
        .map(tree -> parents.getOrDefault(tree, tree.mount()).resolve(child));
  }

  boolean unified(Facility facility) {
    Hierarchy tree = serving.get(facility);
    return tree != null && tree.unified();
  }

  /** Removes a group that nobody is in. */
  static void remove(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw KernelFile.failure("remove", directory, e);
    }
  }
}
