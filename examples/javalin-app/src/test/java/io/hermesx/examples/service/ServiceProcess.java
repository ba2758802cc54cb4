// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {

  private static final Pattern ADDRESS =
      Pattern.compile("example service: http://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern KEY = Pattern.compile("^\\s*(hmx_\\S+)$");
  private static final long PATIENCE_SECONDS = 90;

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<String> key = new CompletableFuture<>();
  private final List<String> lines = new ArrayList<>();

  private ServiceProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the service and waits until it takes requests.
   *
   * @param data the folder of its database
   * @param more variables beside those of the folder and the port
   */
  static ServiceProcess start(Path data, Map<String, String> more) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Service.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("HERMESX_"));
    builder.environment().putAll(more);
    builder.environment().put("HERMESX_PORT", "0");
    builder.environment().put("HERMESX_DATA", data.toString());
    try {
      ServiceProcess service = new ServiceProcess(builder.start());
      service.read();
      service.port();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                out.lines().forEach(this::line);
              } catch (IOException | UncheckedIOException e) {
                line("(the output broke off)");
              }
              port.completeExceptionally(new AssertionError("the service ended:\n" + output()));
            },
            "service-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void line(String line) {
    synchronized (lines) {
      lines.add(line);
    }
    Matcher address = ADDRESS.matcher(line);
    if (address.find()) {
      port.complete(Integer.valueOf(address.group(1)));
    }
    Matcher secret = KEY.matcher(line);
    if (secret.find()) {
      key.complete(secret.group(1));
    }
  }

  int port() {
    return port.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The key that it prints at the first start on its folder. */
  String key() {
    return key.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Whether it has printed a key so far. */
  boolean printedKey() {
    return key.isDone();
  }

  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** Ends it as {@code kill -9} does: nothing of it runs any more, and it was not asked. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the service does not end:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it as an operator does, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }
}
