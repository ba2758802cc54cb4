// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A real Redis on loopback that keeps nothing on disk; a process of its own that {@link #close}
 * kills. Where the program is missing, {@link #start} skips the test.
 */
final class RedisProcess implements AutoCloseable {

  private static final int HIGHEST_PORT = 55_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port;
  private final Path folder;
  private final List<String> options;
  private Process process;

  private RedisProcess(int port, Path folder, List<String> options) {
    this.port = port;
    this.folder = folder;
    this.options = options;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /** Starts one with more options, such as {@code --maxmemory 3mb}. */
  static RedisProcess start(String... options) {
    return startAs("redis", options);
  }

  /** Starts one that is skipped and required under another name. */
  static RedisProcess startAs(String component, String... options) {
    OutsideComponent.require(
        component, OutsideComponent.program("redis-server"), "apt-get install redis-server");
    try {
      return new RedisProcess(freePort(), Files.createTempDirectory("redis"), List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** How to reach it, in the plainest way. */
  RedisSettings settings() {
    return settings(null, null);
  }

  RedisSettings settings(@Nullable String user, @Nullable String password) {
    return new RedisSettings(
        List.of(new RedisSettings.Address("127.0.0.1", port)),
        false,
        new RedisSettings.Login(user, password),
        null,
        "test:",
        Duration.ofSeconds(5),
        8);
  }

  /** Asks it something and returns the answer as text. */
  String ask(String command, String... words) {
    return text(answer(command, words));
  }

  /** Asks it something. */
  Object answer(String command, String... words) {
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder().socketTimeoutMillis(30_000).build();
    try (Connection connection = new Connection(new HostAndPort("127.0.0.1", port), config)) {
      connection.sendCommand(() -> SafeEncoder.encode(command), words);
      return connection.getOne();
    }
  }

  /** Stops it in its tracks; it keeps what it has. */
  void pause() {
    signal("-STOP");
  }

  /** Lets it go on. */
  void resume() {
    signal("-CONT");
  }

  /** Kills it and starts an empty one in its place. */
  void restart() {
    kill();
    process = launch();
  }

  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** A port that nobody has, low enough for a cluster, whose nodes talk at a port 10,000 above. */
  static int freePort() {
    int port = Integer.MAX_VALUE;
    while (port > HIGHEST_PORT) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return port;
  }

  static String text(@Nullable Object answer) {
    if (answer instanceof byte[] octets) {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
    if (answer instanceof List<?> list) {
      return list.stream().map(RedisProcess::text).toList().toString();
    }
    return String.valueOf(answer);
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(OutsideComponent.program("redis-server").orElseThrow().toString());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", folder.toString()));
    command.addAll(options);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
      requireListening(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireListening(Process started) throws IOException {
    int listening = options.contains("--tls-port") ? tlsPort() : port;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (started.isAlive() && System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException(Files.readString(folder.resolve("redis.log")));
  }

  private int tlsPort() {
    return Integer.parseInt(options.get(options.indexOf("--tls-port") + 1));
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill " + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
