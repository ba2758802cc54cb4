// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.store.postgres.ServerShell.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * A PostgreSQL server of a test's own, which can be stopped in any manner and started again. Its
 * programs are those of the embedded one. Not thread-safe.
 */
final class OwnServer implements AutoCloseable {

  private static final String DATABASE = "hermesx";

  private final ServerShell shell;
  private final Path folder;
  private final String programs;
  private final int port;

  private OwnServer(ServerShell shell, Path folder) {
    this.shell = shell;
    this.folder = folder;
    this.programs = EmbeddedServer.programs();
    this.port = freePort();
  }

  /**
   * Starts a new server with a migrated database in it.
   *
   * @param folder somewhere that whoever runs the shell may write
   */
  static OwnServer start(ServerShell shell, Path folder) {
    OwnServer server = new OwnServer(shell, folder);
    shell.run(
        server.program("initdb")
            + " -U postgres -A trust -N --wal-segsize=1 -E UTF8 --locale=C -D "
            + server.data());
    server.start();
    EmbeddedServer.execute(
        new TestDatabase(server.port, "postgres").superuser(), "create database " + DATABASE);
    server.database().migrate();
    return server;
  }

  TestDatabase database() {
    return new TestDatabase(port, DATABASE);
  }

  /** Starts it and waits until it takes connections. */
  void start() {
    Outcome outcome = tryStart();
    if (!outcome.worked()) {
      throw new IllegalStateException(outcome + log());
    }
  }

  Outcome tryStart() {
    return shell.tryRun(
        program("pg_ctl")
            + " start -w -t 60 -s -l "
            + logFile()
            + " -D "
            + data()
            + " -o '-F -p "
            + port
            + " -k \"\" -c max_wal_size=4MB -c min_wal_size=2MB -c listen_addresses=127.0.0.1'");
  }

  /**
   * Stops it and waits until it is gone.
   *
   * @param mode of pg_ctl: fast, or immediate, which is a crash
   */
  void stop(String mode) {
    shell.run(program("pg_ctl") + " stop -w -t 60 -s -m " + mode + " -D " + data());
  }

  boolean isRunning() {
    return shell.tryRun(program("pg_ctl") + " status -D " + data()).worked();
  }

  /** What the server wrote down so far. */
  String log() {
    return shell.run("cat " + logFile());
  }

  private String program(String name) {
    return programs + "/" + name;
  }

  private String data() {
    return folder + "/data";
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

  @Override
  public void close() {
    if (isRunning()) {
      stop("immediate");
    }
    shell.close();
  }
}
