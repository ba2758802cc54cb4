// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** An executor from its opening to its end. Arguments: a folder to write to, and a bubblewrap. */
final class HiddenProcProgram {

  private HiddenProcProgram() {}

  public static void main(String[] arguments) {
    System.out.println("tells: " + Files.isReadable(Path.of("/proc/1/status")));
    try (SandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .withoutControlGroups()
            .temporaryFolder(Path.of(arguments[0]))
            .bubblewrap(Path.of(arguments[1]))
            .open()) {
      System.out.println("open");
      SandboxRequest request = SandboxRequest.of(Set.of(), "true");
      System.out.println(
          "ran: " + executor.start(request).result().join().outcome().getClass().getSimpleName());
    }
    System.out.println("closed");
  }
}
