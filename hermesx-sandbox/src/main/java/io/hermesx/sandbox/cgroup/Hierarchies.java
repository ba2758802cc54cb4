// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the trees of control groups in proc_pid_mountinfo(5) and cgroups(7). */
final class Hierarchies {

  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
  private static final int ROOT = 3;
  private static final int MOUNT = 4;

  private Hierarchies() {}

  /**
   * Returns every tree once, in the order of mounting.
   *
   * @param mountInfo the text of /proc/self/mountinfo
   * @param membership the text of /proc/self/cgroup
   */
  static List<Hierarchy> parse(String mountInfo, String membership) {
    Map<Set<String>, String> groups = groups(membership);
    Map<Set<String>, Hierarchy> found = new LinkedHashMap<>();
    for (String line : mountInfo.lines().toList()) {
      int separator = line.indexOf(" - ");
      String[] place = line.split(" ");
      String[] kind = separator < 0 ? new String[0] : line.substring(separator + 3).split(" ");
      if (place.length > MOUNT && kind.length > 0 && kind[0].startsWith("cgroup")) {
        boolean unified = kind[0].equals("cgroup2");
        Set<String> controllers = unified ? Set.of() : controllers(groups, kind[kind.length - 1]);
        if (unified || !controllers.isEmpty()) {
          Hierarchy hierarchy = hierarchy(place, controllers, groups.get(controllers));
          found.merge(controllers, hierarchy, Hierarchies::better);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static Map<Set<String>, String> groups(String membership) {
    Map<Set<String>, String> groups = new LinkedHashMap<>();
    for (String line : membership.lines().toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        groups.put(parts[1].isEmpty() ? Set.of() : Set.of(parts[1].split(",")), parts[2]);
      }
    }
    return groups;
  }

  private static Set<String> controllers(Map<Set<String>, String> groups, String superOptions) {
    Set<String> options = new HashSet<>(List.of(superOptions.split(",")));
    return groups.keySet().stream()
        .filter(set -> !set.isEmpty() && options.containsAll(set))
        .findFirst()
        .orElse(Set.of());
  }

  private static Hierarchy hierarchy(
      String[] place, Set<String> controllers, @org.jspecify.annotations.Nullable String group) {
    Path mount = Path.of(unescape(place[MOUNT]));
    Path root = Path.of(unescape(place[ROOT]));
    Path own = mount;
    if (group != null && Path.of(group).startsWith(root)) {
      own = mount.resolve(root.relativize(Path.of(group))).normalize();
    }
    return new Hierarchy(controllers.isEmpty(), controllers, mount, own);
  }

  /** A tree that is mounted twice is used where it can be written. */
  private static Hierarchy better(Hierarchy first, Hierarchy second) {
    return !Files.isWritable(first.own()) && Files.isWritable(second.own()) ? second : first;
  }

  private static String unescape(String text) {
    Matcher matcher = OCTAL.matcher(text);
    List<String> parts = new ArrayList<>();
    int end = 0;
    while (matcher.find()) {
      parts.add(text.substring(end, matcher.start()));
      parts.add(String.valueOf((char) Integer.parseInt(matcher.group(1), 8)));
      end = matcher.end();
    }
    parts.add(text.substring(end));
    return String.join("", parts);
  }
}
