// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many cells were run, left out and controlled, by attack class. */
final class AttackTally {

  private final Map<String, int[]> counts = new TreeMap<>(AttackTally::compare);
  private final Map<String, String> classes = new TreeMap<>();
  private final Set<AttackExclusion> used = new HashSet<>();

  AttackTally() {
    for (AttackLine line : AttackLine.all()) {
      counts.put(line.number(), new int[3]);
      if (line.isClaim()) {
        classes.put(line.attack(), line.number());
      }
    }
  }

  void ran(AttackLine line, Attacker attacker) {
    counts.get(number(line, attacker))[0]++;
  }

  void excluded(AttackLine line, Attacker attacker) {
    counts.get(number(line, attacker))[1]++;
  }

  void controlled(AttackLine line) {
    counts.get(line.number())[2]++;
  }

  /** A line that is a test of its own. */
  void ranAlone(AttackLine line) {
    counts.get(line.number())[0]++;
  }

  /** A class of which nothing is run. */
  void excludedAlone(AttackLine line) {
    counts.get(line.number())[1]++;
  }

  void used(AttackExclusion exclusion) {
    used.add(exclusion);
  }

  boolean isUsed(AttackExclusion exclusion) {
    return used.contains(exclusion);
  }

  /** Run, left out, controlled on the twin. */
  List<Integer> total() {
    return List.of(sum(0), sum(1), sum(2));
  }

  private int sum(int which) {
    return counts.values().stream().mapToInt(count -> count[which]).sum();
  }

  private String number(AttackLine line, Attacker attacker) {
    return attacker == Attacker.APPLICATION ? line.number() : classes.get(attacker.name());
  }

  private static int compare(String a, String b) {
    boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
    return numbers ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b)) : a.compareTo(b);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("attack cells by class (run/excluded/controls):");
    counts.forEach(
        (number, count) ->
            text.append(String.format(" %s %d/%d/%d", number, count[0], count[1], count[2])));
    return text.append(String.format("; all %d/%d/%d", sum(0), sum(1), sum(2))).toString();
  }
}
