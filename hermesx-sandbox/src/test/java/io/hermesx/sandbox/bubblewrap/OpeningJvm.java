// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.nio.file.Path;

/**
 * A JVM that opens an executor in a folder and says what it found out about the first guarantee.
 */
final class OpeningJvm {

  private OpeningJvm() {}

  public static void main(String[] arguments) {
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .withoutControlGroups()
            .temporaryFolder(Path.of(arguments[0]))
            .open()) {
      GuaranteeProof proof = executor.proofs().get(0);
      System.out.println("evidence: " + proof.evidence() + "\nremedy: " + proof.remedy());
    }
  }
}
