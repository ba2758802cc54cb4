// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs see as {@code /etc}, made from those of other distributions. */
class EtcFolderTest {

  @TempDir private Path folder;
  private Path host;

  @BeforeEach
  void makeAHost() throws IOException {
    permit(folder, "rwxr-xr-x");
    host = permit(Files.createDirectory(folder.resolve("host")), "rwxr-xr-x");
    permit(Files.createDirectory(host.resolve("ssl")), "rwxr-xr-x");
  }

  private static Path permit(Path path, String permissions) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private Path file(String name, String permissions) throws IOException {
    Path file = host.resolve(name);
    permit(Files.createDirectories(file.getParent()), "rwxr-xr-x");
    return permit(Files.writeString(file, "what is in " + name), permissions);
  }

  private Path made(String name) throws IOException {
    return EtcFolder.make(host, Files.createDirectory(folder.resolve("own"))).path().resolve(name);
  }

  /** As on Fedora, whose file is another's: the folder beside is none that programs see. */
  @Test
  void link_toAFileThatProgramsDoNotSee_becomesACopyOfIt() throws IOException {
    Path target = file("pki/tls/openssl.cnf", "rw-r--r--");
    Files.createSymbolicLink(host.resolve("ssl/openssl.cnf"), target);
    Files.createSymbolicLink(host.resolve("services"), Path.of("pki/tls/openssl.cnf"));

    Path made = made("ssl/openssl.cnf");

    assertThat(made).isRegularFile().hasContent("what is in pki/tls/openssl.cnf");
    assertThat(Files.isSymbolicLink(made)).isFalse();
    assertThat(made.resolve("../../services").normalize())
        .hasContent("what is in pki/tls/openssl.cnf");
  }

  @Test
  void link_toWhatProgramsSee_staysALink() throws IOException {
    Path zone = Path.of("/usr/share/zoneinfo/Etc/UTC");
    Files.createSymbolicLink(host.resolve("localtime"), zone);
    Files.createSymbolicLink(host.resolve("ssl/openssl.cnf"), Path.of("../protocols"));
    file("protocols", "rw-r--r--");

    Path made = made("localtime");

    assertThat(Files.readSymbolicLink(made)).isEqualTo(zone);
    assertThat(made.resolveSibling("ssl/openssl.cnf"))
        .isSymbolicLink()
        .hasContent("what is in protocols");
  }

  @Test
  void link_toWhatNotAnybodyMayReadOrToNothing_staysALink() throws IOException {
    Files.createSymbolicLink(host.resolve("ssl/openssl.cnf"), file("secret", "rw-------"));
    Path closed = file("closed/inner", "rw-r--r--");
    permit(closed.getParent(), "rwx------");
    Files.createSymbolicLink(host.resolve("services"), closed);
    Files.createSymbolicLink(host.resolve("protocols"), Path.of("missing"));

    Path made = made("ssl/openssl.cnf");

    assertThat(made).isSymbolicLink();
    assertThat(made.resolve("../../services").normalize()).isSymbolicLink();
    assertThat(made.resolve("../../protocols").normalize()).isSymbolicLink();
  }

  @Test
  void file_thatFindsNoRoom_isMadeWholeTheNextTime() throws IOException {
    OutsideComponent.require(
        "root",
        Optional.of(folder).filter(unused -> Files.isWritable(Path.of("/proc/1/oom_score_adj"))),
        "run as root");
    Path small = Files.createDirectory(folder.resolve("small"));
    command("mount", "-t", "tmpfs", "-o", "mode=755,size=64k", "hermesx-test", small.toString());
    try {
      EtcFolder etc = EtcFolder.make(host, small);
      Path passwd = etc.path().resolve("passwd");
      String before = Files.readString(passwd);
      Files.delete(passwd);
      Path rest = small.resolve("rest");
      assertThatThrownBy(() -> Files.write(rest, new byte[1 << 16]))
          .hasMessageContaining("No space left");

      assertThatThrownBy(etc::keep).isInstanceOf(IOException.class);
      Files.delete(rest);
      etc.keep();

      assertThat(passwd).hasContent(before);
    } finally {
      command("umount", small.toString());
    }
  }

  private static void command(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).as(command[0]).isZero();
  }
}
