// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * What an attack got.
 *
 * @param state the SQLSTATE, or "none"
 * @param number the number that came out last, or how many rows were changed
 * @param text everything that the server said
 */
record Outcome(String state, long number, String text) {

  static final String NONE = "none";

  static Outcome of(SQLException e) {
    String said =
        e instanceof PSQLException told && told.getServerErrorMessage() != null
            ? String.join(
                "\n",
                e.getMessage(),
                String.valueOf(told.getServerErrorMessage().getDetail()),
                String.valueOf(told.getServerErrorMessage().getHint()),
                String.valueOf(told.getServerErrorMessage().getWhere()),
                String.valueOf(told.getServerErrorMessage().getInternalQuery()))
            : e.getMessage();
    return new Outcome(e.getSQLState(), 0, said);
  }

  boolean worked() {
    return state.equals(NONE);
  }

  /** In one line. */
  String told() {
    return state + " " + number + " " + text.lines().findFirst().orElse("");
  }

  boolean differsFrom(Outcome other) {
    return !state.equals(other.state) || number != other.number;
  }
}
