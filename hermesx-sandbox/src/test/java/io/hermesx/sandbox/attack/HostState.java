// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What no attack may change on the host, as a text by name. */
record HostState(Map<String, String> facts) {

  private static final List<String> FILES =
      List.of(
          "/proc/self/mountinfo",
          "/proc/self/oom_score_adj",
          "/proc/sys/kernel/core_pattern",
          "/proc/sys/kernel/modprobe",
          "/proc/sys/kernel/hostname",
          "/proc/sys/kernel/domainname",
          "/proc/sys/kernel/sysrq",
          "/proc/sys/kernel/pid_max",
          "/proc/sys/kernel/shmmax",
          "/proc/sys/kernel/msgmni",
          "/proc/sys/kernel/sem",
          "/proc/sys/fs/mqueue/queues_max",
          "/proc/sys/kernel/ctrl-alt-del",
          "/proc/sys/vm/overcommit_memory",
          "/proc/sys/vm/nr_hugepages",
          "/proc/sys/net/ipv4/ip_forward",
          "/proc/sys/user/max_user_namespaces",
          "/proc/modules",
          "/proc/swaps");

  /** Folders in which nothing appears or goes away. */
  private static final List<String> FOLDERS =
      List.of("/", "/usr", "/usr/bin", "/usr/sbin", "/usr/lib", "/root", "/home", "/boot");

  private static final Path SETTINGS = Path.of("/etc");

  static HostState now(List<Path> watched) {
    Map<String, String> facts = new TreeMap<>();
    FILES.forEach(file -> facts.put(file, text(Path.of(file))));
    FOLDERS.forEach(folder -> facts.put(folder, about(Path.of(folder))));
    folder(facts, SETTINGS);
    watched.forEach(folder -> folder(facts, folder));
    facts.put("killed for memory", kills());
    return new HostState(facts);
  }

  /** Returns what differs, a line each. */
  List<String> changes(HostState later) {
    Map<String, String> all = new TreeMap<>(facts);
    all.putAll(later.facts);
    return all.keySet().stream()
        .filter(name -> !String.valueOf(facts.get(name)).equals(later.facts.get(name)))
        .map(name -> name + ": " + facts.get(name) + " became " + later.facts.get(name))
        .toList();
  }

  private static void folder(Map<String, String> facts, Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        facts.put(entry.toString(), about(entry));
      }
    } catch (IOException e) {
      facts.put(folder.toString(), e.getClass().getSimpleName());
    }
  }

  private static String about(Path path) {
    try {
      BasicFileAttributes about =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return about.size() + " " + about.lastModifiedTime();
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  /** How many processes of this JVM's own group ended for want of memory. */
  private static String kills() {
    String groups = text(Path.of("/proc/self/cgroup"));
    StringBuilder kills = new StringBuilder();
    for (String line : groups.split("\n", -1)) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].equals("memory")) {
        kills.append(text(Path.of("/sys/fs/cgroup/memory" + parts[2] + "/memory.oom_control")));
      } else if (parts.length == 3 && parts[1].isEmpty()) {
        kills.append(text(Path.of("/sys/fs/cgroup" + parts[2] + "/memory.events.local")));
      }
    }
    return kills.toString();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
