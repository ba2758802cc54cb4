// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.soak;

import io.hermesx.sandbox.attack.ControlGroupFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What executors leave on the host and in this JVM while they live, as numbers. */
final class Traces {

  private static final int PATIENCE_TENTHS = 300;

  private Traces() {}

  /** Returns how many files this JVM has open. */
  static long descriptors() {
    return entries(Path.of("/proc/self/fd"));
  }

  /** Returns how many threads of executors there are. */
  static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hermesx-sandbox"))
        .count();
  }

  /** Returns how many files and folders are below a folder. */
  static long files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.count() - 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns how many control groups executors of this JVM have. */
  static long groups() {
    return ControlGroupFolders.of("-" + ProcessHandle.current().pid() + "-").size();
  }

  /** Returns how many groups for programs the executor of this JVM that has most of them has. */
  static long slots() {
    return ControlGroupFolders.of("-" + ProcessHandle.current().pid() + "-").stream()
        .mapToLong(Traces::folders)
        .max()
        .orElse(0);
  }

  /** Returns the numbers of the processes of the host whose command line has a word. */
  static List<Long> processes(String word) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (line(process).contains(word)) {
          found.add(Long.valueOf(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private static String line(Path process) {
    try {
      return new String(
          Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Waits until a number is as it should be, half a minute at most, and returns it. */
  static long settled(LongSupplier number, LongPredicate wanted) {
    long found = number.getAsLong();
    for (int i = 0; i < PATIENCE_TENTHS && !wanted.test(found); i++) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      found = number.getAsLong();
    }
    return found;
  }

  private static long folders(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long entries(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
