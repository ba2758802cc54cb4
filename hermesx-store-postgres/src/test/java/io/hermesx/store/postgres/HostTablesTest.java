// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hermesx.protect_host_table does, for whom, and what it refuses. */
class HostTablesTest {

  private static final TestDatabase DATABASE = HostSchema.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");

  /** Everything of the catalogue that protecting touches, with the transactions that wrote it. */
  private static final String CATALOGUE =
      """
      select md5(string_agg(x, ',' order by x)) from (
        select concat('c', c.oid, c.xmin, c.relacl) from pg_class c where c.relnamespace = 'shop'::regnamespace
        union all select concat('p', p.oid, p.xmin) from pg_policy p
        union all select concat('t', t.oid, t.xmin) from pg_trigger t
        union all select concat('d', d.oid, d.xmin) from pg_attrdef d
        union all select concat('a', a.attrelid, a.attnum, a.xmin) from pg_attribute a
          where a.attrelid = any (array(select oid from pg_class where relnamespace = 'shop'::regnamespace))
      ) t (x)""";

  private static void asOwner(String sql) throws SQLException {
    try (Connection connection = HostSchema.owner(DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String answer(String query) throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      return session.answerOf(query);
    }
  }

  @Test
  void protect_again_changesNothing() throws SQLException {
    String before = answer(CATALOGUE);

    asOwner(
        "call hermesx.protect_host_table('shop.orders');"
            + " call hermesx.protect_host_table('shop.visits')");

    assertThat(answer(CATALOGUE)).isEqualTo(before);
  }

  @Test
  void protect_boundaryWasChanged_isMadeAnew() throws SQLException {
    asOwner(
        "create table shop.mended (tenant_id uuid not null primary key);"
            + " call hermesx.protect_host_table('shop.mended');"
            + " alter policy hermesx_boundary on shop.mended using (true);"
            + " alter table shop.mended no force row level security;"
            + " grant select on shop.mended to public");
    assertThat(violationsOf("shop.mended")).isEqualTo(3);

    asOwner("call hermesx.protect_host_table('shop.mended')");

    assertThat(violationsOf("shop.mended")).isZero();
    asOwner("drop table shop.mended");
  }

  private static long violationsOf(String table) {
    return IsolationGuard.of(DATABASE.superuser()).schema("shop").violations().stream()
        .filter(violation -> violation.startsWith(table))
        .count();
  }

  @Test
  void protect_newPartition_isBoundByASecondCall() throws SQLException {
    asOwner(
        "create table shop.visits_2028 partition of shop.visits"
            + " for values from ('2028-01-01') to ('2029-01-01')");
    assertThat(violationsOf("shop.visits_2028")).isEqualTo(2);

    asOwner("call hermesx.protect_host_table('shop.visits')");

    assertThat(violationsOf("shop.visits_2028")).isZero();
    asOwner("drop table shop.visits_2028");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table shop.wrong (id uuid)                  | it has no column tenant_id; add one",
        "create table shop.wrong (tenant_id text not null)  | its column tenant_id is no uuid",
        "create table shop.wrong (tenant_id uuid)           | its column tenant_id may be null",
        "create view shop.wrong as select 1                 | it is no table",
        "create sequence shop.wrong                         | it is no table",
        "create table shop.wrong partition of shop.visits default | it is a partition",
        "reset role; create table shop.wrong (tenant_id uuid not null); set role shop_owner"
            + " | shop_owner does not own it; call this as postgres",
      })
  void protect_unfitTable_isRefusedWithTheReason(String made, String reason) throws SQLException {
    try (Connection connection = DATABASE.superuser().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set role shop_owner");
      statement.execute(made);
      assertThatThrownBy(() -> statement.execute("call hermesx.protect_host_table('shop.wrong')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HX003"))
          .hasMessageContaining("shop.wrong cannot be protected")
          .hasMessageContaining(reason.strip());
      connection.rollback();
    }
  }

  @Test
  void protect_tableOfOurs_isRefused() throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      assertThat(session.errorOf("call hermesx.protect_host_table('hermesx.sessions')"))
          .isEqualTo("HX003");
      assertThat(session.errorOf("call hermesx.protect_host_table('hermesx.audit_events')"))
          .isEqualTo("HX003");
    }
  }

  @Test
  void protect_columnWithADefault_keepsIt() throws SQLException {
    asOwner(
        "create table shop.mine (tenant_id uuid not null default gen_random_uuid() primary key);"
            + " call hermesx.protect_host_table('shop.mine')");
    assertThat(
            answer(
                "select pg_get_expr(adbin, adrelid) from pg_attrdef"
                    + " where adrelid = 'shop.mine'::regclass"))
        .isEqualTo("gen_random_uuid()");
    asOwner("drop table shop.mine");
  }

  @Test
  void joinedTransaction_insertsWithoutNamingTheTenant_andAnotherSeesNothing() throws SQLException {
    try (PostgresStore store = TestDatabase.builder(HostSchema.application(DATABASE)).build();
        Connection connection = HostSchema.application(DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      store.join(ACME, connection);
      statement.execute("insert into shop.orders (item) values ('of acme')");
      connection.commit();

      store.join(ACME, connection);
      assertThat(count(statement)).isEqualTo(1);
      connection.commit();

      store.join(GLOBEX, connection);
      assertThat(count(statement)).isZero();
      connection.rollback();

      assertThatThrownBy(() -> count(statement)).hasMessageContaining("no tenant is set");
    }
  }

  private static long count(Statement statement) throws SQLException {
    try (var rows = statement.executeQuery("select count(*) from shop.orders")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** How a host brings its rows from one version to the next. */
  @Test
  void owner_isBoundToo_andCanChangeRowsTenantByTenantOrForAllOfThemInOneTransaction()
      throws SQLException {
    asOwner(
        "create table shop.prices (tenant_id uuid not null, id int, cents int,"
            + " primary key (tenant_id, id));"
            + " call hermesx.protect_host_table('shop.prices')");
    DATABASE.execute(
        "insert into shop.prices values ('%s', 1, 5), ('%s', 1, 5)"
            .formatted(ACME.value(), GLOBEX.value()));
    String update = "update shop.prices set cents = cents + 1";

    try (Session session = Session.begin(HostSchema.owner(DATABASE), null)) {
      assertThat(session.errorOf(update)).isEqualTo("HX001");
    }
    try (PostgresStore store = DATABASE.store();
        Connection connection = HostSchema.owner(DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      store.join(ACME, connection);
      assertThat(statement.executeUpdate(update)).isEqualTo(1);
      connection.commit();

      statement.execute("alter table shop.prices no force row level security");
      assertThat(statement.executeUpdate(update)).isEqualTo(2);
      statement.execute(
          "alter table shop.prices add foreign key (tenant_id, id)"
              + " references shop.prices (tenant_id, id)");
      statement.execute("call hermesx.protect_host_table('shop.prices')");
      connection.commit();
    }
    assertThat(violationsOf("shop.prices")).isZero();
    assertThat(answer("select string_agg(cents::text, ',' order by cents) from shop.prices"))
        .isEqualTo("6,7");
    asOwner("drop table shop.prices");
  }

  @Test
  void ownerOfTheHostsTables_readsNothingOfOurs() throws SQLException {
    for (String query :
        new String[] {
          "select * from hermesx.sessions",
          "select hermesx.context_key()",
          "select hermesx.sealed_context('" + ACME.value() + "')",
          "call hermesx.protect('hermesx.sessions', 'select')",
          "select * from hermesx.schema_version"
        }) {
      try (Session session = Session.of(HostSchema.owner(DATABASE), ACME.value())) {
        assertThat(session.errorOf(query)).as(query).isEqualTo("42501");
      }
    }
  }
}
