// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WardenScriptTest {

  @TempDir private Path folder;

  /** The kernel lists a process that just ends as 0, and to kill 0 is to kill one's own group. */
  @Test
  void group_thatListsAProcessAsZero_costsNobodyElseTheirLife() throws IOException {
    Path setsid =
        OutsideComponent.require(
            "setsid", OutsideComponent.program("setsid"), "apt-get install util-linux");
    Path script = folder.resolve("warden.sh");
    try (InputStream resource = Warden.class.getResourceAsStream("warden.sh")) {
      Files.copy(resource, script);
    }
    Path group = Files.createDirectories(folder.resolve("group/slot"));
    Files.writeString(group.resolve("cgroup.procs"), "0\n");
    Files.writeString(group.resolveSibling("cgroup.procs"), "0\n");
    String run = "/bin/sh \"$1\" no-such-mark \"$2\" \"$3\" </dev/null; echo lives";

    Process process =
        new ProcessBuilder(
                setsid.toString(),
                "--wait",
                "/bin/sh",
                "-c",
                run,
                "sh",
                script.toString(),
                folder.resolve("nothing").toString(),
                group.getParent().toString())
            .start();

    assertThat(new String(process.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("lives\n");
  }
}
