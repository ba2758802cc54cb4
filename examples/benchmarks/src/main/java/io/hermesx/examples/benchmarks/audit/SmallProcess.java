// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.examples.benchmarks.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The verifier's command in a process of its own that has 64 MiB of heap. */
final class SmallProcess {

  private SmallProcess() {}

  static void verify(Path bundle) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.hermesx.audit.verifier.VerifierCommand",
                "verify",
                bundle.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      boolean read = code == 0 || code == 2; // 2: nobody signed this log
      Report.print(
          "audit-verify-heap: a bundle of %d MiB under -Xmx64m: %s, exit code %d%n",
          Files.size(bundle) >> 20, read ? "verified" : "FAILED: " + said, code);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }
}
