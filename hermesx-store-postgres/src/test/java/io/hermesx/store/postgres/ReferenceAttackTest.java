// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Foreign keys, from the catalogue, as a way to learn of a foreign row or to remove it. */
class ReferenceAttackTest {

  private final TestDatabase database = EmbeddedServer.database();
  private static final int OF_A = 0;
  private static final int OF_B = 1;
  private static final int OF_NOBODY = 2;

  private AttackBattery battery;
  private List<ForeignKey> keys;

  @BeforeEach
  void seed() throws SQLException {
    battery = AttackBattery.on(database);
    keys = ForeignKey.all(database, battery.tables());
    Collections.reverse(keys); // a table that others refer to after those
    assertThat(keys).hasSizeGreaterThanOrEqualTo(4);
  }

  @AfterEach
  void close() throws SQLException {
    battery.close();
  }

  @Test
  void reference_toAForeignRow_endsAsOneToNoRow() throws SQLException {
    for (ForeignKey key : keys) {
      String table = key.child().name();
      if (isOutOfReach(key)) {
        continue; // the application cannot refer to anything there, its own rows included
      }
      for (Attacker attacker : List.of(Attacker.APPLICATION, Attacker.JOINED)) {
        Outcome foreign = attempt(attacker, child(key, table, OF_A, Attacker.B));
        assertThat(foreign.state()).as(key.toString()).isEqualTo("23503");
        assertThat(foreign.text()).doesNotContain("kept-");
        assertThat(attempt(attacker, child(key, table, OF_NOBODY, Attacker.B)).state())
            .isEqualTo("23503");
        assertThat(attempt(attacker, child(key, table, OF_B, Attacker.B)).state())
            .isEqualTo(Outcome.NONE);
      }
      database.execute(key.forgetful());
      String twin = TwinTables.of(key.child());
      assertThat(attempt(Attacker.APPLICATION, child(key, twin, OF_A, Attacker.B)).state())
          .as("control, " + key)
          .isEqualTo(Outcome.NONE);
      assertThat(attempt(Attacker.APPLICATION, child(key, twin, OF_NOBODY, Attacker.B)).state())
          .isEqualTo("23503");
      database.execute(key.dropForgetful());
    }
  }

  private boolean isOutOfReach(ForeignKey key) throws SQLException {
    String table = key.child().name();
    String right =
        "select count(*) from (select 1 where has_table_privilege('hermesx_app', '%s', 'insert')) r";
    boolean outOfReach = asSuperuser(right.formatted(table)) == 0;
    if (outOfReach) {
      assertThat(attempt(Attacker.APPLICATION, child(key, table, OF_B, Attacker.B)).state())
          .as(key.toString())
          .isEqualTo("42501");
    }
    return outOfReach;
  }

  @Test
  void cascade_overTheOwnParent_leavesTheOthersChildren() throws SQLException {
    for (ForeignKey key : keys.stream().filter(ForeignKey::cascades).toList()) {
      String left = "select count(*) from %s where tenant_id = '" + Attacker.A + "'";
      AttackedTable parent = key.parent();
      battery.restore();
      database.execute(key.child().text("delete from $TABLE", key.child().name()));
      database.execute(child(key, key.child().name(), OF_A, Attacker.A));
      try (Session session = Attacker.APPLICATION.begin(battery.logins())) {
        session.attempt(parent.text("delete from $TABLE", parent.name()));
        session.attempt(mixed(parent));
        assertThat(session.update(parent.text("delete from $TABLE", parent.name()))).isOne();
        session.commit();
      }
      assertThat(asSuperuser(left.formatted(key.child().name()))).as(key.toString()).isOne();

      String twin = TwinTables.of(key.child());
      database.execute("delete from " + twin);
      database.execute(key.forgetful());
      database.execute(child(key, twin, OF_B, Attacker.A));
      assertThat(asSuperuser(left.formatted(twin))).isOne();
      try (Session session = Attacker.APPLICATION.begin(battery.logins())) {
        session.run(
            parent.text("delete from $TABLE where tenant_id = '$B'", TwinTables.of(parent)));
      }
      assertThat(asSuperuser(left.formatted(twin))).as("control, " + key).isZero();
      database.execute(key.dropForgetful());
    }
  }

  /** A parent of the attacker's with the key of the other's; what it refers to is its own. */
  private String mixed(AttackedTable parent) {
    List<String> values = new ArrayList<>();
    values.add("'$JSON_A'::jsonb");
    values.addAll(ownReferences(parent, OF_B));
    return insert(parent, parent.name(), values, Attacker.B);
  }

  /** A row that refers to rows of its tenant, but for one key. */
  private String child(ForeignKey tested, String target, int which, UUID tenant) {
    List<String> values = new ArrayList<>();
    values.add("'$JSON_N'::jsonb");
    values.addAll(ownReferences(tested.child(), tenant.equals(Attacker.A) ? OF_A : OF_B));
    values.add(tested.values(which));
    return insert(tested.child(), target, values, tenant);
  }

  private List<String> ownReferences(AttackedTable table, int which) {
    return keys.stream()
        .filter(key -> key.child().equals(table))
        .map(key -> key.values(which))
        .toList();
  }

  private String insert(AttackedTable table, String target, List<String> values, UUID tenant) {
    return table.text(
        "insert into $TABLE ($COLUMNS) overriding system value select $COLUMNS from"
            + " jsonb_populate_record(null::$TABLE, "
            + String.join(" || ", values)
            + " || '{\"tenant_id\": \""
            + tenant
            + "\"}'::jsonb)",
        target);
  }

  private Outcome attempt(Attacker attacker, String sql) throws SQLException {
    try (Session session = attacker.begin(battery.logins())) {
      return session.attemptOrError(sql);
    }
  }

  private long asSuperuser(String query) throws SQLException {
    try (Session session = Session.begin(database.superuser(), null)) {
      return session.count(query);
    }
  }
}
