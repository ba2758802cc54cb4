// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What attacks look for on the host: a file, servers, a folder, and the programs in C. */
final class Setting implements AutoCloseable {

  private final Path folder;
  private final Path watched;
  private final Optional<Path> program;
  private final ServerSocket server;
  private final ServerSocketChannel unix;
  private final String secret = "canary-" + UUID.randomUUID();

  Setting() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("hermesx-attack");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    watched = Files.createDirectory(folder.resolve("watched"));
    Files.writeString(watched.resolve("canary"), secret + "\n");
    Files.writeString(watched.resolve("evil"), "touch " + watched.resolve("ran") + "\n");
    program = NativePrograms.make(folder);
    server = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"));
    unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    unix.bind(UnixDomainSocketAddress.of(watched.resolve("socket")), 50);
  }

  /** Returns what only the host may see. */
  String secret() {
    return secret;
  }

  Optional<Path> program() {
    return program;
  }

  HostState host() {
    return HostState.now(List.of(watched, workingFolder()));
  }

  /** Makes a folder for a program that runs outside. */
  Path outside(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /** Takes back what a control has done to the host. */
  void tidy() throws IOException {
    Files.deleteIfExists(watched.resolve("ran"));
  }

  Words inside(String marker) {
    return words(true, marker, Path.of("/work"), "./attacks");
  }

  Words outside(String marker, Path home) {
    return words(false, marker, home, folder.resolve("attacks").toString());
  }

  private Words words(boolean inside, String marker, Path home, String attacks) {
    String here = workingFolder().toString();
    Map<String, String> names = new HashMap<>();
    names.put("attacks", attacks);
    names.put("marker", marker);
    names.put("folder", home.toString());
    names.put("canary", watched.resolve("canary").toString());
    names.put("evil", watched.resolve("evil").toString());
    names.put("socket", watched.resolve("socket").toString());
    names.put("library", folder.resolve("preloaded.so").toString());
    names.put("port", Integer.toString(server.getLocalPort()));
    names.put("host-pid", Long.toString(ProcessHandle.current().pid()));
    names.put("cwd", here);
    names.put("cwd-one", here.substring(0, here.length() / 2));
    names.put("cwd-two", here.substring(here.length() / 2));
    return new Words(inside, names);
  }

  private static Path workingFolder() {
    return Path.of("").toAbsolutePath();
  }

  @Override
  public void close() throws IOException {
    server.close();
    unix.close();
    delete(folder);
  }

  /** Deletes a folder with all that is in it. */
  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.toList()) {
          delete(entry);
        }
      }
    }
    Files.delete(path);
  }
}
