// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A program of the host's side that is given so much time and ended after it. What it says goes to
 * a nameless file: of a pipe nobody knows who holds it open, and for how long. Where none can be
 * made it says nothing, but runs: what is mounted has to come down from a full disk too. An
 * interrupt does not shorten its time and is kept. Used by one thread.
 */
final class HostCommand implements AutoCloseable {

  private static final int MOST_OCTETS = 1_024;
  private static final long PAUSE_MILLIS = 1;
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Process process;
  private final Optional<NamelessFile> words;
  private final Ticker ticker = Ticker.system();

  private HostCommand(Process process, Optional<NamelessFile> words) {
    this.process = process;
    this.words = words;
  }

  /**
   * Starts one whose input is empty.
   *
   * @param folder on whose file system the nameless file is where it cannot be in memory
   */
  static HostCommand start(List<String> command, Map<String, String> variables, Path folder)
      throws IOException {
    Optional<NamelessFile> words = file(MEMORY).or(() -> file(folder));
    try {
      return new HostCommand(HostProcess.start(command, variables, words), words);
    } catch (IOException | RuntimeException | Error e) {
      close(words);
      throw e;
    }
  }

  private static Optional<NamelessFile> file(Path folder) {
    try {
      return Optional.of(NamelessFile.in(folder));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void close(Optional<NamelessFile> words) throws IOException {
    if (words.isPresent()) {
      words.get().close();
    }
  }

  /** Returns its status; empty if it has not ended in its time. */
  OptionalInt await(Duration patience) {
    boolean ended = until(patience, () -> !process.isAlive());
    return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
  }

  /** Whether it said a word in its time. */
  boolean says(String word, Duration patience) throws IOException {
    boolean unused = until(patience, () -> !process.isAlive() || said().contains(word));
    return said().contains(word);
  }

  /** What it said so far, the first 1,024 octets of it. */
  String said() throws IOException {
    return words.isPresent()
        ? new String(words.get().read(MOST_OCTETS), StandardCharsets.UTF_8).strip()
        : "";
  }

  /** Ends it alone, and waits until it has ended. */
  boolean kill(Duration patience) {
    process.destroyForcibly();
    return await(patience).isPresent();
  }

  /** Ends it, if it still runs, with those it has started. */
  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      List<ProcessHandle> started = process.descendants().toList();
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
    close(words);
  }

  /** What may come true. */
  @FunctionalInterface
  private interface Condition<E extends Exception> {
    boolean holds() throws E;
  }

  private <E extends Exception> boolean until(Duration patience, Condition<E> condition) throws E {
    long end = ticker.nanos() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (!condition.holds()) {
        if (ticker.nanos() - end >= 0) {
          return false;
        }
        try {
          boolean unused = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
