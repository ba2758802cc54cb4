// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.List;
import java.util.regex.Pattern;

/** A line of attack-exclusions.txt, which says what the parts mean. */
record AttackExclusion(Pattern line, Pattern attacker, Pattern table, String how, String reason) {

  static List<AttackExclusion> all() {
    return DataFile.lines("attack-exclusions.txt").map(AttackExclusion::of).toList();
  }

  private static AttackExclusion of(String line) {
    String[] parts = line.split(" \\| ", 5);
    return new AttackExclusion(
        Pattern.compile(parts[0]),
        Pattern.compile(parts[1]),
        Pattern.compile(parts[2]),
        parts[3],
        parts[4]);
  }

  /** Tells whether cells are not run, rather than run with the outcome that they are allowed. */
  boolean isSkip() {
    return how.equals("skip");
  }

  boolean covers(AttackLine attack, String who, String where) {
    return line.matcher(attack.toString()).matches()
        && attacker.matcher(who).matches()
        && table.matcher(where).matches();
  }

  @Override
  public String toString() {
    return String.join(" | ", line.pattern(), attacker.pattern(), table.pattern(), how, reason);
  }
}
