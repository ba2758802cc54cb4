// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** A program started with what the JDK has, as a service would that knows nothing of sandboxes. */
final class RawProgram {

  private static final byte[] GO = {'g', 'o', '\n'};

  /** What a pipe holds. */
  static final int CHUNK = 64 << 10;

  private static final Sink NOWHERE = (chunk, length) -> {};

  private RawProgram() {}

  /** Where output goes. */
  private interface Sink {
    void take(byte[] chunk, int length);
  }

  /** Runs a command without an environment, reads all it writes, and waits for its end. */
  static void run(List<String> command) {
    long octets = output(command, false, NOWHERE);
    if (octets != 0) {
      throw new IllegalStateException(command.get(0) + " wrote " + octets + " octets");
    }
  }

  /** Runs a command that reads the word {@code go} first. */
  static void runToldToGo(List<String> command) {
    output(command, true, NOWHERE);
  }

  /** Runs a command and returns how many octets it wrote. */
  static long output(List<String> command) {
    return output(command, false, NOWHERE);
  }

  /** Runs a command, digests what it writes, and returns how many octets that was. */
  static long digested(List<String> command) {
    MessageDigest digest = sha256();
    long octets = output(command, false, (chunk, length) -> digest.update(chunk, 0, length));
    if (digest.digest().length == 0) {
      throw new IllegalStateException("no digest");
    }
    return octets;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long output(List<String> command, boolean toldToGo, Sink sink) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    try {
      Process process = builder.start();
      if (toldToGo) {
        process.getOutputStream().write(GO);
      }
      process.getOutputStream().close();
      long octets = drain(process.getInputStream(), sink);
      String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(command.get(0) + " ended with " + status + ": " + errors);
      }
      return octets;
    } catch (IOException e) {
      throw new IllegalStateException(command.get(0) + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static long drain(InputStream stream, Sink sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long octets = 0;
    for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
      octets += read;
      sink.take(chunk, read);
    }
    return octets;
  }
}
