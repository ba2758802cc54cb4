// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real PgBouncer on loopback, in transaction mode, in front of every database of the test server;
 * a process of its own that {@link #close} kills. Where the program is missing, {@link #start}
 * skips the test.
 *
 * <p>From 1.21 on it knows the prepared statements of its clients; through an older one the driver
 * must make none, which {@link #url} sees to.
 */
final class PgBouncer implements AutoCloseable {

  private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)");

  private final boolean preparing;
  private final int port;
  private final Process process;

  private PgBouncer(boolean preparing, int port, Process process) {
    this.preparing = preparing;
    this.port = port;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts one.
   *
   * @param poolSize how many connections to each database it has, for all its clients together
   */
  static PgBouncer start(TestDatabase database, int poolSize) {
    Path program =
        OutsideComponent.require(
            "pgbouncer", OutsideComponent.program("pgbouncer"), "apt-get install pgbouncer");
    try {
      boolean preparing = prepares(program);
      int port = freePort();
      Path folder = Files.createTempDirectory("pgbouncer");
      Path users = write(folder, "users.txt", "\"" + TestDatabase.APPLICATION + "\" \"\"");
      String text =
          """
          [databases]
          * = host=127.0.0.1 port=%d
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = trust
          auth_file = %s
          pool_mode = transaction
          default_pool_size = %d
          max_client_conn = 300
          server_login_retry = 0.1
          ignore_startup_parameters = extra_float_digits
          %s
          """
              .formatted(
                  uri(database).getPort(),
                  port,
                  users,
                  poolSize,
                  preparing ? "max_prepared_statements = 100" : "");
      Process process = start(program, write(folder, "pgbouncer.ini", text));
      return new PgBouncer(preparing, port, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the driver finds a database behind it. */
  String url(TestDatabase database) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + uri(database).getPath()
        + (preparing ? "" : "?prepareThreshold=0");
  }

  private static URI uri(TestDatabase database) {
    return URI.create(database.url().substring("jdbc:".length()));
  }

  private static boolean prepares(Path program) throws IOException {
    Process process = new ProcessBuilder(program.toString(), "--version").start();
    try (InputStream answer = process.getInputStream()) {
      Matcher found = VERSION.matcher(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
      if (!found.find()) {
        throw new IllegalStateException(program + " does not say its version");
      }
      int major = Integer.parseInt(found.group(1));
      return major > 1 || Integer.parseInt(found.group(2)) >= 21;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Writes a file that anybody may read: as root the program becomes somebody else. */
  private static Path write(Path folder, String name, String text) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = Files.writeString(folder.resolve(name), text);
    file.toFile().deleteOnExit();
    folder.toFile().deleteOnExit();
    return file;
  }

  private static Process start(Path program, Path configuration) throws IOException {
    String file = configuration.toString();
    boolean root = Files.getAttribute(configuration, "unix:uid").equals(0);
    List<String> command =
        root
            ? List.of(program.toString(), "-u", "nobody", file)
            : List.of(program.toString(), file);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder lines = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.append('\n').append(line);
      if (line.contains("process up")) {
        drain(said);
        return process;
      }
    }
    throw new IllegalStateException("pgbouncer did not start:" + lines);
  }

  /** Reads on, so that it never waits for a reader. */
  private static void drain(BufferedReader said) {
    Thread thread = new Thread(() -> said.lines().forEach(line -> {}), "pgbouncer-log");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
