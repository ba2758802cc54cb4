// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.files.FolderTree;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets and FIFOs of the host in what programs may read. */
class DoorToTheHostTest {

  private static final String CONNECTS =
      "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]);"
          + " print('reached')";

  private Path folder;
  private Path inner;

  /** Not below {@code /tmp}, of which nothing is let in. */
  @BeforeEach
  void make() throws IOException {
    Bubblewrap.require();
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "hermesx-door-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    inner = Files.createDirectories(folder.resolve("deep/down"));
  }

  @AfterEach
  void remove() {
    assertThat(FolderTree.delete(folder)).isTrue();
  }

  private BubblewrapSandboxExecutor open() {
    return BubblewrapSandboxExecutor.builder()
        .maxConcurrent(1)
        .withoutControlGroups()
        .readOnly(folder)
        .open();
  }

  private static ServerSocketChannel listen(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
    return server;
  }

  private static String reached(BubblewrapSandboxExecutor executor, Path socket) {
    return executor
        .start(SandboxRequest.of(Set.of(), "python3", "-c", CONNECTS, socket.toString()))
        .result()
        .join()
        .out()
        .text();
  }

  @Test
  void readOnly_folderWithASocket_isRefusedAndNamesIt() throws IOException {
    Path socket = inner.resolve("service.sock");
    try (ServerSocketChannel server = listen(socket)) {
      assertThat(server.isOpen()).isTrue();
      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining(socket + " in it is a socket or FIFO")
          .hasMessageContaining("move that elsewhere");
    }
  }

  @Test
  void readOnly_folderWithAFifo_isRefusedAndNamesIt() throws IOException {
    Path fifo = inner.resolve("orders");
    Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
    assertThat(mkfifo.onExit().join().exitValue()).isZero();

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fifo.toString());
  }

  @Test
  void search_throughManyFolders_countsThemToo() throws IOException {
    Path fifo = inner.resolve("orders");
    Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
    assertThat(mkfifo.onExit().join().exitValue()).isZero();

    assertThat(DoorToTheHost.in(folder, 4)).contains(fifo);
    assertThat(DoorToTheHost.in(folder, 3)).isEmpty();
  }

  /** What an overlay keeps of a file that was deleted is a device without a number. */
  @Test
  void device_withoutANumber_isNoDoor() throws IOException {
    OutsideComponent.require(
        "root",
        Optional.of(folder).filter(unused -> Files.isWritable(Path.of("/proc/1/oom_score_adj"))),
        "run as root");
    String whiteout = inner.resolve("deleted").toString();
    Process mknod = new ProcessBuilder("mknod", whiteout, "c", "0", "0").start();
    assertThat(mknod.onExit().join().exitValue()).isZero();

    assertThat(DoorToTheHost.in(folder)).isEmpty();
  }

  /** The limit of it, as the guide states it: and that a refused socket would have been reached. */
  @Test
  void readOnly_socketThatIsMadeLater_isReachedInThereAndNowhereElse() throws IOException {
    OutsideComponent.require(
        "python", OutsideComponent.program("python3"), "apt-get install python3");
    Path beside = Files.createTempDirectory(Path.of("/var/tmp"), "hermesx-beside-");
    Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (BubblewrapSandboxExecutor executor = open();
        ServerSocketChannel handedIn = listen(inner.resolve("late.sock"));
        ServerSocketChannel other = listen(beside.resolve("other.sock"))) {
      assertThat(handedIn.isOpen() && other.isOpen()).isTrue();
      assertThat(reached(executor, inner.resolve("late.sock"))).isEqualTo("reached\n");
      assertThat(reached(executor, beside.resolve("other.sock"))).isEmpty();
    } finally {
      assertThat(FolderTree.delete(beside)).isTrue();
    }
  }
}
