// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processes on the host's side of one execution, found by the mark in their environment: the
 * shell, bubblewrap and its number 1 inside, not the program. The environment of a process of
 * another account can be denied, to root without CAP_SYS_PTRACE too; what everybody may know of it
 * then decides whether it may be one of them.
 *
 * @param mark the execution's, not to be guessed
 * @param account whose they are on the host
 * @param sight whether this JVM may look at them
 */
record MarkedProcesses(String mark, int account, Sight sight) {

  private static final Path PROC = Path.of("/proc");

  /** Behind the name in /proc/PID/stat; see proc(5). */
  private static final int STATE = 0;

  private static final int FLAGS = 6;

  /** PF_EXITING of the kernel's linux/sched.h. */
  private static final long EXITING = 4;

  /** PF_KTHREAD: a thread of the kernel's own, which may have taken a number that was left. */
  private static final long KERNEL_THREAD = 0x0020_0000;

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
   * Whether there may be one that this JVM may not look at, left to who inherits what this JVM has
   * started. Those of other executions still have their parents. Of an account that is this JVM's
   * own, too, only a number 1 of a namespace counts. Where this JVM may look at all that it has
   * started there is none, however much of strangers is hidden.
   */
  boolean mayBeHidden() {
    if (sight.isClear()) {
      return false;
    }
    Set<Long> heirs = heirs();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (isUnseen(pid) && mayBeLeftTo(heirs, pid)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first process, and this JVM with those it comes from, one of which may inherit instead. */
  private static Set<Long> heirs() {
    Set<Long> heirs = new HashSet<>(Set.of(1L));
    Optional<ProcessHandle> next = Optional.of(ProcessHandle.current());
    while (next.isPresent()) {
      heirs.add(next.get().pid());
      next = next.get().parent();
    }
    return heirs;
  }

  private static boolean isUnseen(long pid) {
    try {
      environment(pid);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private boolean mayBeLeftTo(Set<Long> heirs, long pid) {
    try {
      ProcessStatus found = ProcessStatus.read(pid);
      long self = ProcessHandle.current().pid();
      boolean strange = !ProcessStatus.read(self).accounts().contains(account);
      return heirs.contains(found.parent())
          && (found.mayBeFirstOf(account)
              || (strange && found.parent() != self && found.livesUnder(account)));
    } catch (IOException e) {
      return mayBeOfTheAccount(pid);
    }
  }

  /** One that has gone meanwhile is none; one that does not tell what it is may be. */
  private boolean mayBeFirst(long pid) {
    try {
      return ProcessStatus.read(pid).mayBeFirstOf(account);
    } catch (IOException e) {
      return mayBeOfTheAccount(pid);
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
      return mayBeOfTheAccount(pid);
    }
    if (stat[STATE].equals("Z") || stat[STATE].equals("X")) {
      return false;
    }
    try {
      byte[] environment = environment(pid);
      boolean kernels = (Long.parseLong(stat[FLAGS]) & KERNEL_THREAD) != 0;
      return (environment.length == 0 && !kernels) || carriesMark(environment);
    } catch (IOException e) {
      return (Long.parseLong(stat[FLAGS]) & EXITING) != 0 || mayBeFirst(pid);
    }
  }

  /**
   * What is left to know where /proc is mounted with hidepid: the owner of a process's folder is
   * its effective user, and everybody may ask. Where the kernel does not say that there is no
   * process, there may be one.
   */
  private boolean mayBeOfTheAccount(long pid) {
    Path entry = PROC.resolve(Long.toString(pid));
    try {
      return Files.getAttribute(entry, "unix:uid").equals(account);
    } catch (IOException e) {
      return !Files.notExists(entry);
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
