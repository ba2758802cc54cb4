// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is not started is a fault that says that nothing ran, and what to do about it. */
class NeverBegunTest {

  private static final int DISK = 1 << 20;
  private static final SandboxLimits LIMITS =
      SandboxLimits.STANDARD.toBuilder().diskBytes(DISK).build();

  private static BubblewrapSandboxExecutor executor;

  @BeforeAll
  static void open() {
    Bubblewrap.require();
    executor = BubblewrapSandboxExecutor.builder().maxConcurrent(1).withoutControlGroups().open();
  }

  @AfterAll
  static void close() {
    executor.close();
  }

  private static SandboxResult run(SandboxRequest request) {
    return executor.start(request).result().join();
  }

  private static SandboxRequest reading(int octets) {
    SandboxFile input = new SandboxFile("input", new byte[octets], false);
    return SandboxRequest.builder("cat", "input")
        .files(new SandboxFiles(List.of(input), List.of()))
        .limits(LIMITS)
        .build();
  }

  private static void assertNeverBegan(SandboxResult result, String... says) {
    assertThat(result.outcome()).isInstanceOf(SandboxOutcome.Faulted.class);
    assertThat(result.outcome().toString()).contains(says);
    assertThat(result.began()).isFalse();
  }

  @Test
  void arguments_moreThanBubblewrapTakes_neverBegin() {
    String[] many = Collections.nCopies(8_901, "x").toArray(String[]::new);
    many[0] = "true";

    assertNeverBegan(
        run(SandboxRequest.builder(many).build()), "8901 arguments", "allowed: 8900", "in a file");
  }

  @Test
  void variable_ofTheLoaderWithoutControlGroups_neverBegins() {
    SandboxRequest request =
        SandboxRequest.builder("true").environment(Map.of("LD_PRELOAD", "x")).build();

    assertNeverBegan(run(request), "LD_PRELOAD", "allowed: only where a control group");
  }

  @Test
  void inputs_beyondTheLimitOnDisk_neverBegin() {
    assertNeverBegan(run(reading(DISK + 1)), (DISK + 1) + " octets", "or hand in less");
  }

  /** As root a work folder has limits of its own, and gets but a part of the limit on disk. */
  @Test
  void inputs_beyondTheRoomOfTheWorkFolder_neverBegin() throws IOException {
    boolean root = OwnProcess.read(Path.of("/proc/self")).isRoot();
    OutsideComponent.require(
        "root", root ? Optional.of(Path.of("/")) : Optional.empty(), "run as root");
    int room = DISK - DISK / Volumes.SHARE;

    assertNeverBegan(
        run(reading(room + 1)), (room + 1) + " octets", "allowed: " + room, "raise that limit");
    SandboxResult fits = run(reading(room));
    assertThat(fits.outcome()).isEqualTo(new SandboxOutcome.Exited(0));
    assertThat(fits.out().totalBytes()).isEqualTo(room);
  }
}
