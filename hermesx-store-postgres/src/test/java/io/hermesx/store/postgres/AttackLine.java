// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of attack-classes.txt, which says what the parts mean.
 *
 * @param number the attack class
 * @param name what is tried
 * @param form what must not happen
 * @param states how it may be refused, besides for want of a right
 * @param controls how the twin may give itself away
 * @param attack the statement, or what else is run
 */
record AttackLine(
    String number,
    String name,
    String form,
    Set<String> states,
    Set<String> controls,
    String attack) {

  private static final Pattern CHANGE =
      Pattern.compile("insert|update|delete|merge|truncate|for (no key|key|share)");
  private static final Set<String> FORMS = Set.of("0", "own", "same", "quiet");

  static List<AttackLine> all() {
    return DataFile.lines("attack-classes.txt").map(AttackLine::of).toList();
  }

  private static AttackLine of(String line) {
    String[] parts = line.split(" \\| ", 5);
    String[] states = parts[3].split(" / ", 2);
    return new AttackLine(
        parts[0],
        parts[1],
        parts[2],
        Set.of(states[0].split(",")),
        Set.of(states[1].split(",")),
        parts[4]);
  }

  boolean isForTables() {
    return FORMS.contains(form);
  }

  /** Tells whether an attack on a table showed, or changed, what it must not. */
  boolean worked(Outcome first, Outcome second, AttackedTable table) {
    return switch (form) {
      case "same" -> first.differsFrom(second);
      case "quiet" -> table.secrets().anyMatch(first.text()::contains);
      default -> first.number() > (form.equals("own") ? 1 : 0);
    };
  }

  /** Tells whether the twin gave itself away by an error that only a row can cause. */
  boolean gaveAway(Outcome outcome) {
    return controls.contains(outcome.state());
  }

  /** Tells whether an attack ended as it should. */
  boolean isRefusal(Outcome outcome, String error) {
    return outcome.state().equals("42501")
        || outcome.state().equals(error)
        || states.contains(outcome.state());
  }

  /** Tells whether the line is an attacker, for whom the attacks on tables are run again. */
  boolean isClaim() {
    return form.equals("context") || form.equals("claim");
  }

  /** Tells whether the attack would change rows, and not only show them. */
  boolean isChange() {
    return CHANGE.matcher(attack).find();
  }

  boolean isPair() {
    return form.equals("same");
  }

  String first() {
    return attack.split(" ~ ", 2)[0];
  }

  /** The statement to compare with, or the first again. */
  String second() {
    return form.equals("same") ? attack.split(" ~ ", 2)[1] : first();
  }

  @Override
  public String toString() {
    return number + " " + name;
  }
}
