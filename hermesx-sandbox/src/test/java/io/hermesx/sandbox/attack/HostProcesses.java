// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The processes of the host, each by its number and the time of its start, so that those of later
 * can be compared with those of before. A process has survived a sandbox if it was not there
 * before, has one of the accounts that only sandboxes have or is in other process numbers than this
 * JVM, and belongs to nobody who still runs but this JVM and those above it, to whom the kernel
 * gives orphans. So the children of other programs of the machine are none, sandboxes of another
 * JVM among them.
 *
 * <p>It does not see what an ordinary user runs without bubblewrap and without the marker of {@link
 * MarkedProcesses}, nor what is without marker another process at every look.
 *
 * @param all command line by process
 */
record HostProcesses(Map<Started, String> all) {

  private static final Path PROC = Path.of("/proc");
  private static final int LOOKS = 40;

  /** Of the executor for bubblewrap as root; the second range for containers with few accounts. */
  private static final long FIRST_ACCOUNT = 65_536;

  private static final long LAST_ACCOUNT = 98_431;
  private static final long FIRST_OF_FEW = 60_706;
  private static final long LAST_OF_FEW = 60_962;

  /** A process, which no later one of its number equals. */
  record Started(long pid, String ticks) {}

  static HostProcesses now() {
    Map<Started, String> all = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        Map<String, String> status = status(process);
        String ticks = ticks(process);
        if (!ticks.isEmpty() && !status.getOrDefault("State", "Z").startsWith("Z")) {
          long pid = Long.parseLong(process.getFileName().toString());
          all.put(new Started(pid, ticks), text(process.resolve("cmdline")).replace('\0', ' '));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("no list of processes", e);
    }
    return new HostProcesses(Map.copyOf(all));
  }

  /**
   * Returns those that came since then and survived a sandbox, by number. What is being taken away
   * gets 2 s for that.
   */
  Map<Long, String> survivors() throws InterruptedException {
    Map<Started, String> left = since();
    for (int look = 0; look < LOOKS && !left.isEmpty(); look++) {
      MarkedProcesses.pause();
      left.keySet().retainAll(since().keySet());
    }
    Map<Long, String> survivors = new TreeMap<>();
    left.forEach((process, line) -> survivors.put(process.pid(), line));
    return survivors;
  }

  private Map<Started, String> since() {
    Map<Started, String> later = new HashMap<>(now().all);
    later.keySet().removeAll(all.keySet());
    Set<Long> heirs = heirs();
    later
        .keySet()
        .removeIf(process -> !isOfSandbox(process.pid()) || !isLeft(process.pid(), heirs));
    return later;
  }

  /** Returns this JVM and those above it. */
  private static Set<Long> heirs() {
    Set<Long> heirs = new HashSet<>(Set.of(1L));
    for (long pid = ProcessHandle.current().pid(); pid > 1; pid = parent(pid)) {
      heirs.add(pid);
    }
    return heirs;
  }

  /** Whether whoever is above it and not of a sandbox itself has not made it, or is this JVM. */
  private static boolean isLeft(long pid, Set<Long> heirs) {
    long above = parent(pid);
    while (above > 1 && !heirs.contains(above) && isOfSandbox(above)) {
      above = parent(above);
    }
    return above <= 1 || heirs.contains(above);
  }

  private static boolean isOfSandbox(long pid) {
    return hasAccountOfSandboxes(pid) || hasOtherNumbers(pid);
  }

  private static boolean hasAccountOfSandboxes(long pid) {
    for (String account : status(process(pid)).getOrDefault("Uid", "").split("\\s+", -1)) {
      long number = account.isEmpty() ? 0 : Long.parseLong(account);
      if ((number >= FIRST_ACCOUNT && number <= LAST_ACCOUNT)
          || (number >= FIRST_OF_FEW && number <= LAST_OF_FEW)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasOtherNumbers(long pid) {
    try {
      return !Files.readSymbolicLink(process(pid).resolve("ns/pid"))
          .equals(Files.readSymbolicLink(PROC.resolve("self/ns/pid")));
    } catch (IOException e) {
      // Another user's, or gone by now.
      return false;
    }
  }

  private static long parent(long pid) {
    return Long.parseLong(status(process(pid)).getOrDefault("PPid", "0"));
  }

  private static Path process(long pid) {
    return PROC.resolve(Long.toString(pid));
  }

  private static Map<String, String> status(Path process) {
    Map<String, String> status = new HashMap<>();
    text(process.resolve("status"))
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> status.put(parts[0], parts[1].strip()));
    return status;
  }

  /** The 22nd field of stat; the second is a name, which may have anything in it but ends last. */
  private static String ticks(Path process) {
    String stat = text(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > 19 ? fields[19] : "";
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
