// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQL that was smuggled into a transaction of its own tenant, on a host's pooled connection, and
 * leaves something in the session that the transaction of the next tenant would run: with that
 * tenant's seal.
 */
class PoisonedSessionTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId A = new TenantId(Attacker.A);
  private static final TenantId B = new TenantId(Attacker.B);
  private static final String THIEF =
      """
      create function pg_temp.steal() returns boolean language plpgsql as $$
      begin
        perform set_config('attack.loot', current_setting('hermesx.tenant', true), false);
        return true;
      end $$;
      """;
  private static final String LOOT = "select current_setting('attack.loot', true)";

  private static AttackBattery battery;

  @BeforeAll
  static void seed() throws SQLException {
    battery = AttackBattery.on(DATABASE);
    DATABASE.execute(
        "create table public.orders (id uuid); insert into public.orders values (gen_random_uuid());"
            + " grant all on public.orders to hermesx_app");
  }

  @AfterAll
  static void close() throws SQLException {
    battery.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create domain pg_temp.uuid as pg_catalog.uuid check (pg_temp.steal())",
        "create view pg_temp.orders as select gen_random_uuid() as id where pg_temp.steal()",
        "create temp table orders (id uuid check (pg_temp.steal()));"
            + " insert into pg_temp.orders values (gen_random_uuid())",
        "prepare mine as select 1"
      })
  void session_whereSomethingWasLeft_isNotJoined(String leave) throws SQLException {
    String use = "select id::text::uuid from orders";
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        PostgresStore store = TestDatabase.builder(pool).build()) {
      inTransactionOf(store, pool, B, THIEF + leave);
      inTransactionOf(null, pool, B, "set attack.loot = ''");

      assertThatThrownBy(() -> inTransactionOf(store, pool, A, use))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("HX008");

      assertThat(inTransactionOf(null, pool, B, LOOT)).isEmpty();
    }
  }

  @Test
  void statementOfTheDriver_swapped_isNotRun() throws SQLException {
    String prepared =
        "select name from pg_prepared_statements where statement like 'select id%orders%'";
    String use = "select id from orders";
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        PostgresStore store = TestDatabase.builder(pool).build()) {
      for (int i = 0; i < 8; i++) {
        inTransactionOf(store, pool, B, use);
      }
      String name = inTransactionOf(null, pool, B, prepared);
      assertThat(name).startsWith("S_");
      assertThat(
              inTransactionOf(
                  null,
                  pool,
                  B,
                  "select count(*)::text from pg_prepared_statements"
                      + " where statement like '%join_transaction%'"))
          .as("the context is never one of them")
          .isEqualTo("0");
      inTransactionOf(
          store,
          pool,
          B,
          "deallocate \"$S\"; prepare \"$S\" as select set_config('attack.loot',"
                  .replace("$S", name)
              + " current_setting('hermesx.tenant'), false)");

      assertThatThrownBy(() -> inTransactionOf(store, pool, A, use)).hasMessageContaining("HX008");
      assertThat(inTransactionOf(null, pool, B, LOOT)).isNull();

      assertThat(inTransactionOf(null, pool, A, use)).as("control: it is run without a join");
      assertThat(inTransactionOf(null, pool, B, LOOT)).isEqualTo(TestDatabase.sealed(Attacker.A));
    }
  }

  @Test
  void session_withNothingTemporary_isJoined() throws SQLException {
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        PostgresStore store = TestDatabase.builder(pool).build()) {
      for (int i = 0; i < 8; i++) {
        String use = "create temp table t (a int) on commit drop; select count(*)::text from t";
        assertThat(inTransactionOf(store, pool, i % 2 == 0 ? A : B, use)).isEqualTo("0");
      }
    }
  }

  @Test
  void application_objectsOfItsOwn_areOnlyTemporary() throws SQLException {
    for (String create :
        List.of(
            "create schema mine",
            "create function public.mine() returns int language sql as 'select 1'",
            "create table public.mine (a int)",
            "create type public.mine as enum ('a')",
            "create extension pg_stat_statements",
            "create role mine",
            "create publication mine",
            "create event trigger mine on ddl_command_end execute function now()",
            "create foreign data wrapper mine",
            "create operator public.= (leftarg = uuid, rightarg = uuid, function = uuid_eq)")) {
      try (Session attack = Attacker.APPLICATION.begin(battery.logins())) {
        assertThat(attack.errorOf(create)).as(create).isEqualTo("42501");
      }
    }
    try (Session control = Attacker.APPLICATION.begin(battery.logins())) {
      assertThat(control.errorOf("create temp table mine (a int)")).isEqualTo("none");
    }
  }

  /**
   * The first value of the last statement, in a transaction that the store joins if there is one.
   */
  private static String inTransactionOf(
      PostgresStore store, HikariDataSource pool, TenantId tenant, String sql) throws SQLException {
    try (Session session = begin(store, pool, tenant)) {
      String value = session.lastOf(sql);
      session.commit();
      return value;
    }
  }

  private static Session begin(PostgresStore store, HikariDataSource pool, TenantId tenant)
      throws SQLException {
    return store == null ? Session.of(pool, tenant.value()) : Session.joined(pool, store, tenant);
  }
}
