// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How limits and numbers of exits look to a caller, as the guide says. */
class LimitOutcomesTest {

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

  private static SandboxResult run(String script) {
    SandboxLimits limits = SandboxLimits.STANDARD.toBuilder().diskBytes(1 << 20).build();
    return executor
        .start(SandboxRequest.builder("/bin/sh", "-c", script).limits(limits).build())
        .result()
        .join();
  }

  @ParameterizedTest
  @CsvSource({"152, CPU_TIME_LIMIT", "153, DISK_LIMIT"})
  void exit_withTheNumberOfALimitsSignal_isToldAsTheLimit(int code, Guarantee limit) {
    assertThat(run("exit " + code).outcome()).isEqualTo(new SandboxOutcome.LimitExceeded(limit));
  }

  @ParameterizedTest
  @CsvSource({"kill -XCPU $$, CPU_TIME_LIMIT", "sh -c 'kill -XFSZ $$', DISK_LIMIT"})
  void signal_ofALimit_isToldAsTheLimitThroughAShellToo(String script, Guarantee limit) {
    assertThat(run(script).outcome()).isEqualTo(new SandboxOutcome.LimitExceeded(limit));
  }

  @Test
  void exit_withAnotherNumberAbove128_isToldAsASignal() {
    assertThat(run("exit 130").outcome()).isEqualTo(new SandboxOutcome.Signaled(2));
    assertThat(run("exit 128").outcome()).isEqualTo(new SandboxOutcome.Exited(128));
    assertThat(run("exit 193").outcome()).isEqualTo(new SandboxOutcome.Exited(193));
  }

  @Test
  void shell_thatGoesOnAfterALimitsSignal_endsAsItEnds() {
    assertThat(run("truncate -s 2097152 f; exit 7").outcome())
        .isEqualTo(new SandboxOutcome.Exited(7));
  }

  @Test
  void disk_aFileThatWouldBeTooLong_isToldAsTheLimitAndAFullOneIsTheProgramsToTell() {
    assertThat(run("truncate -s 2097152 f").outcome())
        .isEqualTo(new SandboxOutcome.LimitExceeded(Guarantee.DISK_LIMIT));
    SandboxResult full = run("head -c 2097152 /dev/zero >f; exit 3");
    assertThat(full.outcome()).isEqualTo(new SandboxOutcome.Exited(3));
    assertThat(full.err().text()).contains("No space left on device");
  }
}
