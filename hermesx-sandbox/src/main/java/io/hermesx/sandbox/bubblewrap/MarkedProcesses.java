// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes on the host's side of one execution, found by the mark in their environment: the
 * shell, bubblewrap and its number 1 inside, not the program.
 *
 * @param mark the execution's, not to be guessed
 */
record MarkedProcesses(String mark) {

  private static final Path PROC = Path.of("/proc");

  /** Behind the name in /proc/PID/stat; see proc(5). */
  private static final int STATE = 0;

  private static final int FLAGS = 6;

  /** PF_EXITING of the kernel's linux/sched.h. */
  private static final long EXITING = 4;

  /** Finds all of them; reads every process's entry, so not for the ordinary course. */
  List<ProcessHandle> find() {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        one(Long.parseLong(entry.getFileName().toString())).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /**
   * Returns a process if it is one of them: its handle does not mean a later one of that number.
   */
  Optional<ProcessHandle> one(long pid) {
    return ProcessHandle.of(pid).filter(handle -> isMarked(pid));
  }

  /**
   * Whether a process is there that is one of them, or is about to end and cannot be told any more:
   * the kernel takes its environment away, or denies it, before it has ended what is inside. One
   * that has ended and that nobody has asked about yet does not count.
   */
  boolean maybeAlive(long pid) {
    String[] stat;
    try {
      String line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      stat = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      return false;
    }
    if (stat[STATE].equals("Z") || stat[STATE].equals("X")) {
      return false;
    }
    try {
      byte[] environment = environment(pid);
      return environment.length == 0 || carriesMark(environment);
    } catch (IOException e) {
      return (Long.parseLong(stat[FLAGS]) & EXITING) != 0;
    }
  }

  private boolean isMarked(long pid) {
    try {
      return carriesMark(environment(pid));
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] environment(long pid) throws IOException {
    return Files.readAllBytes(PROC.resolve(pid + "/environ"));
  }

  private boolean carriesMark(byte[] environment) {
    String wanted = "\0" + Warden.MARK + "=" + mark + "\0";
    return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains(wanted);
  }
}
