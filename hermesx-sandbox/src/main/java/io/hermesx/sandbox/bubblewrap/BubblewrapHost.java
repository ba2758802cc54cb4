// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.cgroup.ExecutorGroup;
import io.hermesx.sandbox.cgroup.Facility;
import io.hermesx.sandbox.cgroup.Shortfall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What all executions of an executor share.
 *
 * @param process this JVM and its account
 * @param sight whether it may look at what it has started
 * @param commands the programs on the host's side
 * @param mark what tells this executor's processes from all others
 * @param filter the filter of system calls; empty for a control that runs without
 * @param group where limits on whole trees are held and trees are ended, if anywhere
 * @param shortfalls what control groups cannot do here, and why
 * @param volumes where work folders are made
 * @param slots what executions have for themselves
 * @param innerLimit limits processes where no control group does
 */
record BubblewrapHost(
    OwnProcess process,
    Sight sight,
    BubblewrapCommands commands,
    String mark,
    NamelessFile filter,
    Optional<ExecutorGroup> group,
    List<Shortfall> shortfalls,
    Volumes volumes,
    Slots slots,
    InnerLimit innerLimit) {

  private static final String SCRIPT = ScriptResource.read("hop.sh");

  /** The start of a command line: the shell and its constant script. */
  List<String> hop() {
    return List.of(commands.shell().toString(), "-c", SCRIPT, "hermesx-hop");
  }

  /** Whether there is a filter for this processor. */
  boolean hasFilter() {
    return !filter.isEmpty();
  }

  /** What comes before the program must not be changed by its variables. */
  void requireVariables(SandboxRequest request) throws IOException {
    Optional<String> loading =
        request.environment().keySet().stream()
            .filter(name -> name.startsWith("LD_") || name.startsWith("GLIBC_"))
            .findFirst();
    if (loading.isPresent() && innerLimit.isUsed()) {
      throw new IOException(
          "the variable "
              + loading.get()
              + " changes how programs are loaded, allowed: only where a control group limits"
              + " processes; "
              + Remedies.group(shortfalls, Facility.PIDS_LIMIT));
    }
  }
}
