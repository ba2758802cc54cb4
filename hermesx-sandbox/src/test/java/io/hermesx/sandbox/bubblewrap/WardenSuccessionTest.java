// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A warden that dies gets a successor. */
class WardenSuccessionTest {

  @BeforeAll
  static void requireBubblewrap() {
    Bubblewrap.require();
  }

  @Test
  void warden_killed_hasASuccessorAndTheGuaranteeIsBack() {
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder().withoutControlGroups().open()) {
      ProcessHandle first = warden();
      assertThat(executor.guarantees()).contains(Guarantee.CRASH_CLEANUP);

      assertThat(first.destroyForcibly()).isTrue();
      first.onExit().join();
      while (!executor.guarantees().contains(Guarantee.CRASH_CLEANUP)) {
        LockSupport.parkNanos(1_000_000);
      }

      assertThat(warden().pid()).isNotEqualTo(first.pid());
    }
  }

  private static ProcessHandle warden() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> isWarden(child.pid()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isWarden(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("hermesx-warden");
    } catch (IOException e) {
      return false;
    }
  }
}
