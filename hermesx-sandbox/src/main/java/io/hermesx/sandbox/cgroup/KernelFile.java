// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Reading and writing the small files by which the kernel shows control groups. */
final class KernelFile {

  private KernelFile() {}

  static String read(Path file) {
    try {
      return content(file).strip();
    } catch (IOException e) {
      throw failure("read", file, e);
    }
  }

  static long number(Path file) {
    return Long.parseLong(read(file));
  }

  /** Returns the number behind a key in a file of lines "key number", or 0. */
  static long number(Path file, String key) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Returns the members of a group, none if it is gone. */
  static List<Long> members(Path directory) {
    Path file = directory.resolve("cgroup.procs");
    try {
      return content(file).lines().map(Long::valueOf).toList();
    } catch (IOException e) {
      if (!Files.exists(file)) {
        return List.of();
      }
      throw failure("read", file, e);
    }
  }

  /**
   * Not by a channel: this is done many times for each program, and a stream takes half as long.
   */
  private static String content(Path file) throws IOException {
    try (InputStream stream = new FileInputStream(file.toFile())) {
      return new String(stream.readAllBytes(), US_ASCII);
    }
  }

  static void write(Path file, String value) {
    try {
      tryWrite(file, value);
    } catch (IOException e) {
      throw failure("write \"" + value + "\" to", file, e);
    }
  }

  /** Writes in one call, as the kernel wants it, and never makes a file. */
  static void tryWrite(Path file, String value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(value.getBytes(US_ASCII)));
    }
  }

  static ControlGroupException failure(String verb, Path file, IOException cause) {
    return new ControlGroupException(
        "cannot "
            + verb
            + " "
            + file
            + ": "
            + errno(cause)
            + "; see whether the control group is still there and writable, and which limits the"
            + " groups above it set",
        cause);
  }

  /** Returns the system's words for what went wrong. */
  static String errno(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (cause instanceof FileNotFoundException && cause.getMessage() != null) {
      // What cannot be opened as a stream is told as "name (words)".
      String told = cause.getMessage();
      return told.substring(told.lastIndexOf('(') + 1).replace(")", "");
    }
    if (cause instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "File exists";
    }
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return String.valueOf(cause.getMessage());
  }
}
