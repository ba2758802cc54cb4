// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * A real Redis on loopback that keeps nothing on disk; a process of its own, which {@link #close}
 * ends.
 */
final class RedisProcess implements AutoCloseable {

  private static final String PROGRAM = "redis-server";
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port;
  private final Process process;

  private RedisProcess(int port, Process process) {
    this.port = port;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Tells whether there is a Redis to start. */
  static boolean isInstalled() {
    return program().isPresent();
  }

  static RedisProcess start() {
    try {
      int port = freePort();
      Path log = Files.createTempFile("redis", ".log");
      log.toFile().deleteOnExit();
      RedisProcess started = new RedisProcess(port, launch(port, log));
      started.requireListening(log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostAndPort address() {
    return new HostAndPort(HOST, port);
  }

  private static Process launch(int port, Path log) throws IOException {
    List<String> command =
        List.of(
            program().orElseThrow().toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            HOST,
            "--save",
            "",
            "--appendonly",
            "no",
            "--maxmemory-policy",
            "noeviction");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void requireListening(Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    close();
    throw new IllegalStateException(PROGRAM + " does not listen: " + Files.readString(log));
  }

  private static Optional<Path> program() {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
