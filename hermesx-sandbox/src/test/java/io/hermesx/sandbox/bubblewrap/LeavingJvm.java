// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** A JVM with a session whose program has written a file; it answers how the program ended. */
public final class LeavingJvm {

  private LeavingJvm() {}

  public static void main(String[] arguments) throws IOException {
    BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .withoutControlGroups()
            .temporaryFolder(Path.of(arguments[0]))
            .open();
    SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD);
    SandboxRequest write =
        SandboxRequest.builder("/bin/sh", "-c", "echo tenant data >/work/secret").build();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (orders.readLine() != null) {
      System.out.println(session.start(write).result().join().outcome());
    }
  }
}
