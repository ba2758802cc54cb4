// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.core.testkit.SandboxProgramContract;
import org.junit.jupiter.api.BeforeAll;

/** Programs in bubblewrap do what every executor does, with control groups where they are. */
class BubblewrapSandboxExecutorTest extends SandboxProgramContract {

  @BeforeAll
  static void requireBubblewrap() {
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
  }

  @Override
  protected SandboxExecutor open() {
    return BubblewrapSandboxExecutor.builder().open();
  }

  @Override
  protected SandboxExecutor openNarrow() {
    return BubblewrapSandboxExecutor.builder().maxConcurrent(1).maxWaiting(4).open();
  }
}
