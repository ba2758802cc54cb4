// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Path;
import java.util.Set;

/**
 * A tree of control groups that is mounted.
 *
 * @param unified whether it is version 2
 * @param controllers of version 1, what the tree controls; empty for version 2, whose groups list
 *     theirs in a file
 * @param mount where it is mounted
 * @param own the directory of the group this process is in, or the mount where that is not visible
 */
record Hierarchy(boolean unified, Set<String> controllers, Path mount, Path own) {

  Hierarchy {
    controllers = Set.copyOf(controllers);
  }

  boolean has(String controller) {
    return controllers.contains(controller);
  }
}
