// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Runs attacks against every table of a database, each a cell of line × table × attacker, and says
 * which of them did what they must not.
 */
final class AttackBattery implements AutoCloseable {

  private final List<AttackExclusion> exclusions = AttackExclusion.all();
  private final AttackTally tally = new AttackTally();
  private final AttackLogins logins;
  private final SeededTables seeded;
  private final RowMarks marks;

  private AttackBattery(TestDatabase database) throws SQLException {
    logins = new AttackLogins(database);
    seeded = new SeededTables(database.superuser());
    seeded.fill(Attacker.A, Attacker.B);
    marks = new RowMarks(database.superuser(), seeded.tables());
  }

  /** On a database of its own, whose tables it fills and whose twins it makes. */
  static AttackBattery on(TestDatabase database) throws SQLException {
    AttackBattery battery = withoutTwins(database);
    TwinTables.create(database, battery.tables());
    return battery;
  }

  /** As {@link #on}, where no control is run. */
  static AttackBattery withoutTwins(TestDatabase database) throws SQLException {
    return new AttackBattery(database);
  }

  List<AttackedTable> tables() {
    return seeded.tables();
  }

  AttackLogins logins() {
    return logins;
  }

  AttackTally tally() {
    return tally;
  }

  /** Attacks a table; what was wrong, if anything was. */
  Optional<String> attack(AttackLine line, AttackedTable table, Attacker attacker)
      throws SQLException {
    Optional<AttackExclusion> exclusion = exclusion(line, table, attacker.name());
    exclusion.ifPresent(tally::used);
    if (exclusion.filter(AttackExclusion::isSkip).isPresent()) {
      tally.excluded(line, attacker);
      return Optional.empty();
    }
    Outcome first = run(attacker, table.text(line.first(), table.name()));
    Outcome second = line.isPair() ? run(attacker, table.text(line.second(), table.name())) : first;
    boolean changed = line.isChange() && changed(first, second);
    boolean worked = changed || line.gaveAway(first) || line.worked(first, second, table);
    tally.ran(line, attacker);
    String problem =
        exclusion.isPresent()
            ? worked ? "" : "has no such right"
            : changed
                ? "changed rows"
                : worked ? "saw rows" : endsWell(line, attacker, first, second);
    return said(problem, first, line, table).map(text -> attacker + ": " + text);
  }

  /** Attacks the twin of a table, which must work; what was wrong, if it did not. */
  Optional<String> control(AttackLine line, AttackedTable table) throws SQLException {
    Optional<AttackExclusion> exclusion = exclusion(line, table, TwinTables.NAME);
    exclusion.ifPresent(tally::used);
    if (exclusion.isPresent()) {
      return Optional.empty();
    }
    String twin = TwinTables.of(table);
    String before = marks.of(twin);
    try (Session session = Attacker.APPLICATION.begin(logins)) {
      Outcome first = session.attemptOrError(table.text(line.first(), twin));
      String after = first.worked() ? session.valueOf(marks.query(twin)) : before;
      Outcome second = first;
      if (line.isPair()) {
        session.rollBack();
        second = session.attemptOrError(table.text(line.second(), twin));
      }
      boolean worked =
          line.worked(first, second, table)
              || line.gaveAway(first)
              || !RowMarks.foreign(before).equals(RowMarks.foreign(after));
      tally.controlled(line);
      return said(worked ? "" : "the twin held", first, line, table);
    }
  }

  /** Leaves out a line of which nothing is run, if there is a reason. */
  boolean leaveOut(AttackLine line) {
    Optional<AttackExclusion> exclusion =
        exclusions.stream().filter(found -> found.covers(line, "-", "-")).findFirst();
    exclusion.ifPresent(
        found -> {
          tally.used(found);
          tally.excludedAlone(line);
        });
    return exclusion.isPresent();
  }

  /** Lines of the data file that nothing needs any more. */
  List<AttackExclusion> stale() {
    return exclusions.stream().filter(exclusion -> !tally.isUsed(exclusion)).toList();
  }

  private Optional<AttackExclusion> exclusion(AttackLine line, AttackedTable table, String who) {
    return exclusions.stream().filter(found -> found.covers(line, who, table.plain())).findFirst();
  }

  private static String endsWell(
      AttackLine line, Attacker attacker, Outcome first, Outcome second) {
    boolean free = attacker.error().isEmpty();
    for (Outcome outcome : List.of(first, second)) {
      boolean harmless =
          line.isRefusal(outcome, attacker.error())
              || (free && (outcome.worked() || line.isPair()))
              || (line.form().equals("quiet") && !outcome.worked());
      if (!harmless) {
        return "ended otherwise";
      }
    }
    return "";
  }

  private static Optional<String> said(
      String problem, Outcome outcome, AttackLine line, AttackedTable table) {
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(" · ", line.toString(), table.name(), problem, outcome.told()));
  }

  private Outcome run(Attacker attacker, String sql) throws SQLException {
    try (Session session = attacker.begin(logins)) {
      // What is temporary would stay in the session of the pool: it is not committed.
      return sql.contains("temp") ? session.attemptOrError(sql) : session.run(sql);
    }
  }

  /** Tells whether any row of the attacked tenant is another, and puts everything back. */
  private boolean changed(Outcome first, Outcome second) throws SQLException {
    if (!first.worked() && !second.worked()) {
      return false;
    }
    RowMarks.Change change = marks.compare();
    if (change != RowMarks.Change.NONE) {
      restore();
    }
    return change == RowMarks.Change.FOREIGN;
  }

  /** Puts every row of the tables back. */
  void restore() throws SQLException {
    seeded.restore();
    marks.remember();
  }

  @Override
  public void close() throws SQLException {
    logins.close();
    marks.close();
  }
}
