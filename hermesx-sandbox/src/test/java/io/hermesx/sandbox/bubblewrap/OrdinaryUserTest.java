// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.sandbox.cgroup.DelegatedGroup;
import io.hermesx.sandbox.cgroup.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an ordinary user holds with a delegated control group: all but a bound on work folders. */
class OrdinaryUserTest {

  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void workFolder_ofAnOrdinaryUser_isRefusedWhereDiskIsToBeLimited() throws Exception {
    Bubblewrap.require();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    String classPath = JavaProgram.readableClassPath(folder);
    try (DelegatedGroup delegated = DelegatedGroup.make()) {
      List<String> command = new ArrayList<>(delegated.enter());
      command.addAll(
          JavaProgram.command(
              classPath, OrdinaryUserProgram.class, folder.toString(), delegated.path()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      String refused = "Refused[missing=[DISK_LIMIT], remedy=run as root, where a work folder";

      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said)
          .contains("missing []", "plain: Exited[code=0] with a limit on disk")
          .contains("files: " + refused, "session: " + refused, "tight: " + refused)
          .contains("unbounded: Exited[code=0] without a limit on disk, files 1")
          .contains("loose: Exited[code=0] without a limit on disk");
    }
  }
}
