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
 * shell, bubblewrap and its number 1 inside, not the program. The environment of a process of
 * another account can be denied, to root without CAP_SYS_PTRACE too; what everybody may know of it
 * then decides whether it may be one of them.
 *
 * @param mark the execution's, not to be guessed
 * @param account whose they are on the host
 */
record MarkedProcesses(String mark, int account) {

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
   * Whether there may be one that nobody lets this JVM look at, and that lost its parent: a number
   * 1 of their account. That of another execution has a parent that this JVM started.
   */
  boolean mayBeHidden() {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (isUnseen(pid) && isOrphan(pid)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isUnseen(long pid) {
    try {
      environment(pid);
      return false;
    } catch (IOException e) {
      return mayBeFirst(pid);
    }
  }

  private static boolean isOrphan(long pid) {
    try {
      long parent = ProcessStatus.read(pid).parent();
      long self = ProcessHandle.current().pid();
      return parent == self || ProcessStatus.read(parent).parent() != self;
    } catch (IOException e) {
      return isThere(pid);
    }
  }

  /** One that has gone meanwhile is none; of one that is there and does not tell, nobody knows. */
  private boolean mayBeFirst(long pid) {
    try {
      return ProcessStatus.read(pid).mayBeFirstOf(account);
    } catch (IOException e) {
      return isThere(pid);
    }
  }

  /**
   * Returns a process if it is one of them: its handle does not mean a later one of that number.
   */
  Optional<ProcessHandle> one(long pid) {
    return ProcessHandle.of(pid).filter(handle -> isMarked(pid));
  }

  /**
   * Whether a process is there that is one of them, or cannot be told from them: the kernel takes
   * the environment of one that is about to end away, or denies it, before it has ended what is
   * inside, and may deny it all the time. One that has ended and that nobody has asked about yet
   * does not count.
   */
  boolean maybeAlive(long pid) {
    String[] stat;
    try {
      String line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      stat = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      return isThere(pid);
    }
    if (stat[STATE].equals("Z") || stat[STATE].equals("X")) {
      return false;
    }
    try {
      byte[] environment = environment(pid);
      return environment.length == 0 || carriesMark(environment);
    } catch (IOException e) {
      return (Long.parseLong(stat[FLAGS]) & EXITING) != 0 || mayBeFirst(pid);
    }
  }

  /** Where the kernel does not say that there is none, there may be one. */
  private static boolean isThere(long pid) {
    return !Files.notExists(PROC.resolve(Long.toString(pid)));
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
