// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that a sandbox leaves are seen, whatever they do to their arguments and variables. */
class HostProcessesTest {

  private static final String AN_ACCOUNT =
      "setpriv --reuid 98431 --regid 98431 --clear-groups env -i ";

  private static final String SLEEPS = "/bin/sh -c 'echo $$; exec sleep 30 >/dev/null 2>&1'";

  private final HostProcesses before = HostProcesses.now();

  @BeforeEach
  void requireLinux() {
    OutsideComponent.require(
        "unshare", OutsideComponent.program("unshare"), "apt-get install util-linux");
  }

  @Test
  void survivors_orphanOfASandboxesAccount_isOne() throws Exception {
    assumeTrue(Control.isRoot(), "another account needs root");
    long pid = orphan(AN_ACCOUNT);
    try {
      assertThat(before.survivors()).containsKey(pid);
      assertThat(HostProcesses.now().survivors()).doesNotContainKey(pid);
    } finally {
      end(pid);
    }
  }

  @Test
  void survivors_orphanWithNumbersOfItsOwn_isOne() throws Exception {
    Process trial = new ProcessBuilder("unshare", "--user", "--map-root-user", "true").start();
    assumeTrue(trial.waitFor() == 0 || Control.isRoot(), "a user has no namespaces here");
    Process made =
        PlainRun.beside(
            List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--pid",
                "--fork",
                "sh",
                "-c",
                "echo up; exec env -i sleep 30"));
    List<ProcessHandle> inside = made.children().toList();
    try {
      assertThat(before.survivors()).doesNotContainKey(inside.get(0).pid());
      PlainRun.end(made);
      assertThat(before.survivors()).containsKey(inside.get(0).pid());
    } finally {
      PlainRun.end(made);
      inside.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void survivors_ofAnotherProgramThatRuns_areNone() throws Exception {
    assumeTrue(Control.isRoot(), "another account needs root");
    Process program = new ProcessBuilder("sh", "-c", AN_ACCOUNT + SLEEPS + " & wait").start();
    long pid = number(program);
    try {
      assertThat(before.survivors()).doesNotContainKey(pid);
    } finally {
      PlainRun.end(program);
      end(pid);
    }
  }

  @Test
  void survivors_orphanOfAnOrdinaryKind_isNone() throws Exception {
    long pid = orphan("env -i ");
    try {
      assertThat(before.survivors()).doesNotContainKey(pid);
    } finally {
      end(pid);
    }
  }

  private static long orphan(String command) throws IOException, InterruptedException {
    Process parent = new ProcessBuilder("sh", "-c", command + SLEEPS + " & read line").start();
    long pid = number(parent);
    // Not before: once it has ended, nothing more is read from its pipe.
    parent.getOutputStream().close();
    parent.waitFor();
    return pid;
  }

  private static long number(Process process) throws IOException {
    return Long.parseLong(process.inputReader().readLine());
  }

  private static void end(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}
