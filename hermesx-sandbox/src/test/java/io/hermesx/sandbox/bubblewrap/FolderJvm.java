// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A JVM that says how a program without files ends, and one with, confined and not. */
final class FolderJvm {

  private FolderJvm() {}

  public static void main(String[] arguments) {
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .withoutControlGroups()
            .temporaryFolder(Path.of(arguments[0]))
            .open()) {
      SandboxFiles output = new SandboxFiles(List.of(), List.of("out"));
      say("without files", executor, Set.of(Guarantee.FS_CONFINED), SandboxFiles.NONE);
      say("with files", executor, Set.of(Guarantee.FS_CONFINED), output);
      say("with files, unconfined", executor, Set.of(), output);
    }
  }

  private static void say(
      String what,
      BubblewrapSandboxExecutor executor,
      Set<Guarantee> required,
      SandboxFiles files) {
    SandboxRequest request = SandboxRequest.builder("true").required(required).files(files).build();
    System.out.println(what + ": " + executor.start(request).result().join().outcome());
  }
}
