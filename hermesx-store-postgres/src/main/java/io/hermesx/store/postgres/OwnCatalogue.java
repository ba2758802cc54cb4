// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The schema {@code hermesx}, fact by fact: what is not what the migrations made is wrong, whether
 * it weakens anything or not. The facts are a file; the bodies of functions are those of the
 * migrations themselves. Not thread-safe.
 */
final class OwnCatalogue {

  static final String SCHEMA = "hermesx";

  /** What the rules for every schema let pass in ours, with the reasons. */
  static final Map<String, String> EXCEPTIONS =
      GuardFile.lines("exceptions.txt")
          .map(line -> line.split(" {2,}", 2))
          .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));

  private static final Map<String, String> BODIES = bodies();
  private static final String BACKUP = "hermesx_backup";

  private final Connection connection;

  OwnCatalogue(Connection connection) {
    this.connection = connection;
  }

  List<String> violations() throws SQLException {
    List<String> found = new ArrayList<>();
    Set<String> facts = facts();
    Set<String> expected = GuardFile.lines("hermesx.txt").collect(Collectors.toSet());
    if (facts.stream().noneMatch(fact -> fact.startsWith("role " + BACKUP))) {
      expected.removeIf(fact -> fact.contains(BACKUP));
    }
    difference(facts, expected)
        .forEach(fact -> found.add("hermesx: the migrations made no " + fact));
    difference(expected, facts).forEach(fact -> found.add("hermesx: the migrations made " + fact));
    addChangedBodies(found);
    return found;
  }

  private static Set<String> difference(Set<String> one, Set<String> other) {
    Set<String> rest = new TreeSet<>(one);
    rest.removeAll(other);
    return rest;
  }

  private Set<String> facts() throws SQLException {
    Set<String> facts = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(GuardFile.text("own.sql"));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        facts.add(rows.getString(1));
      }
    }
    return facts;
  }

  private void addChangedBodies(List<String> found) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select oid::regprocedure::text, proname, replace(prosrc, e'\\r', '') from pg_proc"
                    + " where pronamespace = to_regnamespace('hermesx')");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (!rows.getString(3).equals(BODIES.get(rows.getString(2)))) {
          found.add(rows.getString(1) + ": its body is not the one of the migrations");
        }
      }
    }
  }

  /** The body of each function as the last migration that says it has it. */
  private static Map<String, String> bodies() {
    Pattern routine =
        Pattern.compile(
            "create (?:or replace )?(?:function|procedure) hermesx\\.(\\w+)\\(.*?"
                + "\n *as \\$\\$(.*?)\\$\\$",
            Pattern.DOTALL);
    Map<String, String> bodies = new HashMap<>();
    Stream.concat(
            Stream.of(Migrations.bootstrapScript()),
            MigrationFile.all().stream().map(MigrationFile::sql))
        .map(sql -> routine.matcher(sql.replace("\r", "")))
        .flatMap(Matcher::results)
        .forEach(found -> bodies.put(found.group(1), found.group(2)));
    return Map.copyOf(bodies);
  }
}
