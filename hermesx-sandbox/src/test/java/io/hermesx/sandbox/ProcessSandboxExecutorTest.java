// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.testkit.SandboxProgramContract;
import org.junit.jupiter.api.Test;

/** Plain processes do what every executor does, and claim no more than they hold. */
class ProcessSandboxExecutorTest extends SandboxProgramContract {

  @Override
  protected SandboxExecutor open() {
    return ProcessSandboxExecutor.builder().open();
  }

  @Override
  protected SandboxExecutor openNarrow() {
    return ProcessSandboxExecutor.builder().maxConcurrent(1).maxWaiting(4).open();
  }

  @Test
  void guarantees_areThoseOfTrustedProgramsAndNoMore() {
    assertThat(executor().guarantees()).isEqualTo(SandboxTier.TRUSTED.guarantees());
  }
}
