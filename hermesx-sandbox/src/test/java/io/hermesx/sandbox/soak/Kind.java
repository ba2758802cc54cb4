// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.soak;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import io.hermesx.sandbox.bubblewrap.Bubblewrap;
import java.nio.file.Path;

/** A way to run programs. */
enum Kind {
  GROUPS,
  NO_GROUPS,
  PROCESS;

  /** Opens an executor, or ends the test where the machine has no bubblewrap. */
  SandboxExecutor open(Path temporary, int width) {
    if (this == PROCESS) {
      return ProcessSandboxExecutor.builder()
          .maxConcurrent(width)
          .temporaryFolder(temporary)
          .open();
    }
    BubblewrapSandboxExecutor.Builder builder =
        BubblewrapSandboxExecutor.builder()
            .bubblewrap(Bubblewrap.require())
            .maxConcurrent(width)
            .temporaryFolder(temporary);
    return this == GROUPS ? builder.open() : builder.withoutControlGroups().open();
  }
}
