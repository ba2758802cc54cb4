// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the verifier in Python does for each log does not grow with the number of the others. */
class PythonManyLogsTest {

  private static final int LOGS = 2_000;

  /** Counts how often a log that is spoken of is looked at while every second one is there. */
  private static final String COUNTED =
      """
      import argparse, io, os, sys
      sys.dont_write_bytecode = True
      folder, script = os.path.split(sys.argv[1])
      sys.path.insert(0, folder)
      import verify_audit
      logs, looked = int(sys.argv[2]), 0

      class Counted(dict):
          def __iter__(self):
              global looked
              for key in super().__iter__():
                  looked += 1
                  yield key

      options = argparse.Namespace(policy=None, witnesses=None, since=[], anchors=[], tenant=None, tail=0)
      verifier = verify_audit.Verifier(options)
      tenants = ["%08x-0000-4000-8000-000000000000" % number for number in range(logs)]
      verifier.outside = Counted((tenant, [(1, bytes(32), "anchor", 0)]) for tenant in tenants)
      lines = ['{"kind":"bundle","v":1,"installation":"prod"}']
      lines += ['{"kind":"log","origin":"prod/%s"}' % tenant for tenant in tenants[::2]]
      lines += ['{"kind":"end","logs":0,"entries":0,"bodies":0,"nodes":0,"checkpoints":0,"anchors":0}']
      verifier.run(io.BytesIO("".join(line + "\\n" for line in lines).encode()))
      missing = {log for log, at, code in verifier.found if code == "log-missing"}
      assert missing == {"prod/" + tenant for tenant in tenants[1::2]}, len(missing)
      print("looked", looked)
      """;

  @Test
  void logsThatAreSpokenOf_areLookedAtOnce() throws IOException, InterruptedException {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    Process python =
        new ProcessBuilder(
                "python3", "-c", COUNTED, PythonVerifier.SCRIPT.toString(), String.valueOf(LOGS))
            .redirectErrorStream(true)
            .start();
    String out = new String(python.getInputStream().readAllBytes(), UTF_8);

    assertThat(python.waitFor()).as(out).isZero();
    String last = Arrays.stream(out.split("\n")).reduce("", (before, line) -> line);
    assertThat(Integer.parseInt(last.replace("looked ", ""))).isBetween(1, 3 * LOGS);
  }
}
