// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.testkit.SandboxProgramContract;

/** An executor does what every executor does also while a listener that fails hears of it. */
class ObservedSandboxExecutorContractTest extends SandboxProgramContract {

  private static final SandboxListener FAILING =
      executor ->
          run -> {
            throw new IllegalStateException("the listener's fault");
          };

  @Override
  protected SandboxExecutor open() {
    return ObservedSandboxExecutor.of(ProcessSandboxExecutor.builder().open(), "process", FAILING);
  }

  @Override
  protected SandboxExecutor openNarrow() {
    return ObservedSandboxExecutor.of(
        ProcessSandboxExecutor.builder().maxConcurrent(1).maxWaiting(4).open(), "process", FAILING);
  }
}
