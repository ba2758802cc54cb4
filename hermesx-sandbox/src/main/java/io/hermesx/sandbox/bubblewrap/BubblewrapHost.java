// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.cgroup.ExecutorGroup;
import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What all executions of an executor share.
 *
 * @param process this JVM and its account
 * @param commands the programs on the host's side
 * @param mark what tells this executor's processes from all others
 * @param filter the filter of system calls; empty for a control that runs without
 * @param group where limits on whole trees are held, if anywhere
 * @param idle the slots that nobody uses
 */
record BubblewrapHost(
    OwnProcess process,
    BubblewrapCommands commands,
    String mark,
    NamelessFile filter,
    Optional<ExecutorGroup> group,
    Deque<BubblewrapSlot> idle) {

  private static final String SCRIPT = ScriptResource.read("hop.sh");

  /** The start of a command line: the shell and its constant script. */
  List<String> hop() {
    return List.of(commands.shell().toString(), "-c", SCRIPT, "hermesx-hop");
  }

  BubblewrapSlot takeSlot() throws IOException {
    BubblewrapSlot slot = idle.pollFirst();
    if (slot == null) {
      throw new IOException("all slots are in use; let fewer programs run at the same time");
    }
    return slot;
  }
}
