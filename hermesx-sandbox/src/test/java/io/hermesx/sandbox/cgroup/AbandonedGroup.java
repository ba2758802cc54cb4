// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Path;

/** A JVM that claims a group, starts something in it, and waits to be killed. */
final class AbandonedGroup {

  private AbandonedGroup() {}

  public static void main(String[] arguments) throws Exception {
    ExecutorGroup group = ControlGroups.of(Path.of("/proc")).open(GroupSettings.usual());
    GroupClaim claim = group.claim(GroupLimits.of(64 << 20, 16));
    GroupProgram.start(claim, "sh", "-c", "sleep 600 & sleep 600; : " + arguments[0]);
    GroupProgram.await("it runs", () -> GroupProgram.population(claim) == 3);
    System.out.println(claim.entryFiles().get(0).getParent());
    System.in.read();
  }
}
