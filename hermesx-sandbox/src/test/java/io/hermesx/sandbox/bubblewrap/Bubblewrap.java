// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.testkit.OutsideComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What tests of bubblewrap need of the machine. */
public final class Bubblewrap {

  private Bubblewrap() {}

  /** Returns bubblewrap, or ends the test. */
  public static Path require() {
    return OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
  }

  /** Ends the test where this user cannot make control groups for memory. */
  public static void requireControlGroups() {
    Path memory = Path.of("/sys/fs/cgroup/memory");
    Path own = Files.isDirectory(memory) ? memory : Path.of("/sys/fs/cgroup");
    OutsideComponent.require(
        "cgroup",
        Optional.of(own).filter(Files::isWritable),
        "run as root, or delegate a control group to the user");
  }
}
