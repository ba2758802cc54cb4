// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Before an executor that holds nothing, so that every refusal says who refused. */
class FolderGuaranteesTest {

  private static final Set<Guarantee> DISK = Set.of(Guarantee.DISK_LIMIT);
  private static final Set<Guarantee> BOTH = Set.of(Guarantee.DISK_LIMIT, Guarantee.NET_NONE);
  private static final SandboxFiles OUTPUT = new SandboxFiles(List.of(), List.of("out"));

  private final SandboxExecutor executor =
      new FolderGuarantees(
          SandboxExecutor.refusing(), new FolderTrial(DISK, "a plain folder", "run as root"));

  private static SandboxRequest request(Set<Guarantee> required, SandboxFiles files) {
    return SandboxRequest.builder("true").required(required).files(files).build();
  }

  private static SandboxOutcome.Refused refusal(SandboxExecution execution) {
    return (SandboxOutcome.Refused) execution.result().join().outcome();
  }

  @Test
  void start_filesAndALimitOnDisk_isRefusedWithAllThatIsMissingAndBothRemedies() {
    SandboxOutcome.Refused refused = refusal(executor.start(request(BOTH, OUTPUT)));

    assertThat(refused.missing()).isEqualTo(BOTH);
    assertThat(refused.remedy()).contains("run as root", "choose an executor");
  }

  @Test
  void start_withoutFilesOrWithoutALimitOnDisk_isTheOthersToDecide() {
    assertThat(refusal(executor.start(request(DISK, SandboxFiles.NONE))).remedy())
        .doesNotContain("run as root");
    assertThat(refusal(executor.start(request(Set.of(Guarantee.NET_NONE), OUTPUT))).remedy())
        .doesNotContain("run as root");
  }

  @Test
  void session_thatRequiresALimitOnDisk_refusesEachProgram() {
    try (SandboxSession session = executor.open(DISK, SandboxLimits.STANDARD)) {
      assertThat(refusal(session.start(request(Set.of(), SandboxFiles.NONE))).missing())
          .isEqualTo(DISK);
    }
  }

  @Test
  void session_programThatRequiresALimitOnDisk_isRefusedAlone() {
    try (SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD)) {
      assertThat(refusal(session.start(request(BOTH, SandboxFiles.NONE))).missing())
          .isEqualTo(BOTH);
      assertThat(refusal(session.start(request(Set.of(), SandboxFiles.NONE))).remedy())
          .doesNotContain("run as root");
    }
  }

  @Test
  void start_afterTheEnd_throwsAsIfItWereBounded() {
    SandboxSession closed = executor.open(DISK, SandboxLimits.STANDARD);
    closed.close();
    assertThatThrownBy(() -> closed.start(request(DISK, SandboxFiles.NONE)))
        .isInstanceOf(IllegalStateException.class);
    SandboxSession session = executor.open(DISK, SandboxLimits.STANDARD);

    executor.close();

    assertThatThrownBy(() -> executor.start(request(DISK, OUTPUT)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.start(request(DISK, SandboxFiles.NONE)))
        .isInstanceOf(IllegalStateException.class);
  }
}
