// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.store.postgres.ServerShell.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A PostgreSQL server of a test's own, which can be stopped in any manner and started again. Its
 * programs are those of the embedded one, or others. Not thread-safe.
 */
final class OwnServer implements AutoCloseable {

  private static final String DATABASE = "agents";

  private final ServerShell shell;
  private final Path folder;
  private final String programs;
  private final int port;

  private OwnServer(ServerShell shell, Path folder, String programs) {
    this.shell = shell;
    this.folder = folder;
    this.programs = programs;
    this.port = freePort();
  }

  /**
   * Starts a new server with a migrated database in it.
   *
   * @param folder gets the server's log, and its data on what is mounted at {@link #diskIn}
   */
  static OwnServer start(ServerShell shell, Path folder) {
    return start(shell, folder, EmbeddedServer.programs());
  }

  /** The same with programs of another folder. */
  static OwnServer start(ServerShell shell, Path folder, String programs) {
    OwnServer server = new OwnServer(shell, folder, programs);
    server.init();
    return server;
  }

  private void init() {
    shell.run(
        program("initdb")
            + " -U postgres -A trust -N --wal-segsize=1 -E UTF8 --locale=C -D "
            + data());
    start();
    new TestDatabase(port, "postgres").execute("create database " + DATABASE);
    new TestDatabase(port, DATABASE).migrate();
  }

  TestDatabase database() {
    ContextKey key = Migrations.of(new TestDatabase(port, DATABASE).migrator()).contextKey();
    return new TestDatabase(port, DATABASE, () -> key);
  }

  /** Starts it and waits until it takes connections. */
  void start() {
    Outcome outcome =
        shell.tryRun(
            program("pg_ctl")
                + " start -w -t 60 -s -l "
                + logFile()
                + " -D "
                + data()
                + " -o '-F -p "
                + port
                + " -k \"\" -c max_wal_size=4MB -c min_wal_size=2MB"
                + " -c jit=off -c listen_addresses=127.0.0.1'");
    if (!outcome.worked()) {
      throw new IllegalStateException(outcome + log());
    }
  }

  /**
   * Stops it and waits until it is gone.
   *
   * @param mode of pg_ctl: fast, or immediate, which is a crash
   */
  void stop(String mode) {
    shell.run(stopping(mode));
  }

  private String stopping(String mode) {
    return program("pg_ctl") + " stop -w -t 60 -s -m " + mode + " -D " + data();
  }

  /** What the server wrote down so far. */
  String log() {
    return shell.run("cat " + logFile());
  }

  private String program(String name) {
    return programs + "/" + name;
  }

  /** Where a server in a folder has its data; a disk can be mounted there before it starts. */
  static Path diskIn(Path folder) {
    try {
      return Files.createDirectories(folder.resolve("disk"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path disk() {
    return diskIn(folder);
  }

  private String data() {
    return disk() + "/data";
  }

  private String logFile() {
    return folder + "/log";
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sees to it that it does not run, whatever state it is in. */
  void end() {
    shell.tryRun(stopping("immediate"));
  }

  @Override
  public void close() {
    end();
    shell.close();
  }
}
