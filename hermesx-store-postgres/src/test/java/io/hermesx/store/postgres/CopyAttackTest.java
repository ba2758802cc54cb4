// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The other way in and out of a table: COPY. */
class CopyAttackTest {

  private static final String NOT_WITH_ROW_SECURITY = "0A000";

  @Test
  void copy_ofATable_hasNothingOfTheOther() throws SQLException, IOException {
    try (AttackBattery battery = AttackBattery.on(EmbeddedServer.database())) {
      for (AttackedTable table : battery.tables()) {
        for (Attacker attacker : Attacker.values()) {
          boolean allowed = out(battery, attacker, table.name()).contains(Attacker.A.toString());
          boolean right =
              (attacker == Attacker.ADMINISTERING && !table.plain().equals("api_keys"))
                  || (attacker == Attacker.WRITER
                      && table.plain().matches("audit_stage|audit_heads|audit_checkpoints"));
          assertThat(allowed).as(attacker + " " + table.name()).isEqualTo(right);
          assertThat(in(battery, attacker, table.name()))
              .as(attacker + " " + table.name())
              .isIn("42501", NOT_WITH_ROW_SECURITY);
        }
        assertThat(out(battery, Attacker.APPLICATION, TwinTables.of(table)))
            .as("control")
            .contains(Attacker.A.toString());
        assertThat(in(battery, Attacker.APPLICATION, TwinTables.of(table))).isEqualTo("none");
      }
    }
  }

  /** What comes out, or the SQLSTATE. */
  private static String out(AttackBattery battery, Attacker attacker, String table)
      throws SQLException, IOException {
    try (Session session = attacker.begin(battery.logins())) {
      StringWriter text = new StringWriter();
      manager(session).copyOut("copy " + table + " to stdout", text);
      return text.toString();
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  /** The SQLSTATE with which nothing at all is taken in. */
  private static String in(AttackBattery battery, Attacker attacker, String table)
      throws SQLException, IOException {
    try (Session session = attacker.begin(battery.logins())) {
      manager(session).copyIn("copy " + table + " from stdin", new StringReader(""));
      return "none";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private static CopyManager manager(Session session) throws SQLException {
    return session.connection().unwrap(PGConnection.class).getCopyAPI();
  }
}
