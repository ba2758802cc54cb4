// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A warden that dies gets a successor. */
@Timeout(60)
class WardenSuccessionTest {

  @BeforeAll
  static void requireBubblewrap() {
    Bubblewrap.require();
  }

  @Test
  void warden_killed_hasASuccessorAndTheGuaranteeIsBack() {
    // Those of executors that other tests closed may still be on their way out.
    Set<ProcessHandle> seen = new HashSet<>(wardens());
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder().withoutControlGroups().open()) {
      assertThat(executor.guarantees()).contains(Guarantee.CRASH_CLEANUP);
      ProcessHandle first = newcomer(seen);

      assertThat(first.destroyForcibly()).isTrue();
      first.onExit().join();
      seen.add(first);
      // The executor may hear of the death after this thread did: the successor is what counts.
      newcomer(seen);

      assertThat(executor.guarantees()).contains(Guarantee.CRASH_CLEANUP);
    }
  }

  /** Waits for a warden that was not seen before. */
  private static ProcessHandle newcomer(Set<ProcessHandle> seen) {
    while (true) {
      Set<ProcessHandle> fresh = new HashSet<>(wardens());
      fresh.removeAll(seen);
      if (!fresh.isEmpty()) {
        assertThat(fresh).hasSize(1);
        return fresh.iterator().next();
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static Set<ProcessHandle> wardens() {
    return ProcessHandle.current()
        .children()
        .filter(child -> isWarden(child.pid()))
        .collect(Collectors.toSet());
  }

  private static boolean isWarden(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("hermesx-warden");
    } catch (IOException e) {
      return false;
    }
  }
}
