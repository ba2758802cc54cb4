// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** What the rows of all tables were, with the places where they lay. */
final class RowMarks implements AutoCloseable {

  /** Between the rows of the attacked tenant and those of everybody else. */
  private static final String BORDER = "#";

  /** What is different from before. */
  enum Change {
    NONE,
    OWN,
    FOREIGN
  }

  private final Connection superuser;
  private final String all;
  private String foreign = "";
  private String own = "";

  RowMarks(DataSource source, List<AttackedTable> tables) throws SQLException {
    superuser = source.getConnection();
    all =
        tables.stream()
            .map(AttackedTable::name)
            .map(RowMarks::marks)
            .collect(Collectors.joining(" union all "));
    remember();
  }

  void remember() throws SQLException {
    String now = all();
    foreign = foreign(now);
    own = now.substring(foreign.length());
  }

  Change compare() throws SQLException {
    String now = all();
    if (!foreign(now).equals(foreign)) {
      return Change.FOREIGN;
    }
    return now.substring(foreign.length()).equals(own) ? Change.NONE : Change.OWN;
  }

  /** The rows of one table. */
  String of(String table) throws SQLException {
    return value(query(table));
  }

  String query(String table) {
    return "select concat(string_agg(a, ''), '"
        + BORDER
        + "', string_agg(b, '')) from ("
        + marks(table)
        + ") m";
  }

  /** Those of the attacked tenant. */
  static String foreign(String marks) {
    return marks.substring(0, marks.indexOf(BORDER));
  }

  private String all() throws SQLException {
    return value(
        "select concat(string_agg(a, ''), '"
            + BORDER
            + "', string_agg(b, '')) from ("
            + all
            + ") m");
  }

  private static String marks(String table) {
    String row = "string_agg(t.ctid::text || to_jsonb(t)::text, ' ' order by t.ctid)";
    return ("select %1$s filter (where t.tenant_id = '%2$s') as a,"
            + " %1$s filter (where t.tenant_id <> '%2$s') as b from %3$s t")
        .formatted(row, Attacker.A, table);
  }

  private String value(String query) throws SQLException {
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    superuser.close();
  }
}
