// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Ways to learn of another tenant's rows without seeing one: errors, estimates, statistics, the
 * text of statements, locks. Where something can be learnt, the test says what.
 */
class SideChannelTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId A = new TenantId(Attacker.A);
  private static final Pattern ESTIMATE = Pattern.compile("rows=([0-9]+)");

  private static AttackBattery battery;

  @BeforeAll
  static void seed() throws SQLException {
    battery = AttackBattery.on(DATABASE);
  }

  @AfterAll
  static void close() throws SQLException {
    battery.close();
  }

  @Test
  void violation_whateverIsViolated_quotesOnlyTheOwnRow() throws SQLException {
    TestDatabase checked = EmbeddedServer.database();
    try (PostgresStore store = checked.store()) {
      store.forTenant(A).tenants().create("kept-by-acme");
      store.forTenant(new TenantId(Attacker.B)).tenants().create("Globex");
    }
    checked.execute(
        "create table public.tenants (like hermesx.tenants including all);"
            + " grant all on public.tenants to hermesx_app;"
            + " insert into public.tenants select * from hermesx.tenants");
    String own =
        "insert into %s.tenants values ('" + Attacker.B + "', 'x', 'ACTIVE', 1, now(), now())";
    for (String violation :
        List.of(
            own,
            own.replace("'x'", "''"),
            own.replace("'x'", "null"),
            own.replace(Attacker.B.toString(), Attacker.A.toString()),
            "update %s.tenants set name = ''",
            "update %s.tenants set version = 0 where name like 'kept%%'",
            "insert into %s.tenants select * from hermesx.tenants")) {
      Outcome told = outcome(checked, violation.formatted("hermesx"));
      assertThat(told.text()).as(violation).doesNotContain("kept-by-acme");
    }
    assertThat(outcome(checked, own.formatted("hermesx")).text())
        .as("the value of a key that collides is not told at all")
        .contains("tenants_pkey")
        .doesNotContain(Attacker.B.toString());
    assertThat(outcome(checked, own.formatted("public")).text())
        .as("control")
        .contains(Attacker.B.toString());
    assertThat(
            outcome(checked, "update public.tenants set version = 0 where name like 'kept%'")
                .text())
        .as("control")
        .contains("kept-by-acme");
  }

  private static Outcome outcome(TestDatabase database, String sql) throws SQLException {
    try (Session session = Session.of(database.application(), Attacker.B)) {
      return session.attemptOrError(sql);
    }
  }

  /**
   * The planner's statistics are of all tenants together, and whoever may explain a statement is
   * told its estimate: about how many rows a tenant has whose id one knows, or how often a value is
   * there. A value is never told, and nothing about rows that are not in the statistics.
   */
  @Test
  void estimates_ofAForeignTenant_tellCountsAndNoValue() throws SQLException {
    String many =
        "set session_replication_role = replica; insert into %1$s.sessions select '"
            + Attacker.A
            + "', gen_random_uuid(), 'kept-owner', 'kept-title', 0, now(), now()"
            + " from generate_series(1, 2000); analyze %1$s.sessions";
    DATABASE.execute(many.formatted("hermesx"));
    DATABASE.execute(many.formatted("twin"));
    String explain = "explain %s select * from hermesx.sessions where tenant_id = '%s'";
    try (Session attack = Attacker.APPLICATION.begin(battery.logins())) {
      String plan = attack.linesOf(explain.formatted("(verbose)", Attacker.A));
      assertThat(plan).doesNotContain("kept-");
      assertThat(estimate(plan)).as("what can be learnt").isBetween(100L, 10_000L);
      assertThat(
              estimate(
                  attack.linesOf(explain.formatted("", "00000000-0000-7000-8000-0000000000ff"))))
          .isLessThan(100);
      String analyzed = attack.linesOf(explain.formatted("(analyze, timing off)", Attacker.A));
      assertThat(analyzed).contains("rows=0 loops").doesNotContain("kept-");
      assertThat(
              attack.count(
                  "select count(*) from pg_stats where tablename = 'sessions' and schemaname = 'hermesx'"))
          .isZero();
      assertThat(
              attack.answerOf(
                  "select most_common_vals::text from pg_stats where schemaname = 'twin'"
                      + " and tablename = 'sessions' and attname = 'owner'"))
          .as("control")
          .contains("kept-owner");
    } finally {
      battery.restore();
    }
  }

  private static long estimate(String plan) {
    Matcher rows = ESTIMATE.matcher(plan);
    return rows.find() ? Long.parseLong(rows.group(1)) : -1;
  }

  @Test
  void statistics_asTheyAreKept_areNotToBeRead() throws SQLException {
    for (String table : List.of("pg_statistic", "pg_statistic_ext_data")) {
      String query = "select count(*) from " + table + " t where t::text like '%kept%'";
      try (Session attack = Attacker.APPLICATION.begin(battery.logins())) {
        assertThat(attack.answerOf(query)).as(table).isEqualTo("42501");
      }
      try (Session control = Session.begin(DATABASE.superuser(), null)) {
        assertThat(control.errorOf(query)).isEqualTo("none");
      }
    }
    try (Session attack = Attacker.APPLICATION.begin(battery.logins())) {
      String xml = attack.valueOf("select schema_to_xml('hermesx', true, false, '')::text");
      assertThat(xml).contains("schema_version").doesNotContain("context_keys");
    }
  }

  @Test
  void activity_ofTheStore_hasNoValueAndNoContext() throws SQLException {
    StoreSamples samples = new StoreSamples(TestIds.create());
    String texts =
        "select string_agg(a::text, '\n') from pg_stat_activity a where pid <> pg_backend_pid()";
    TestDatabase database = EmbeddedServer.database();
    try (PostgresStore store = database.builder().poolSize(1).build()) {
      for (int i = 0; i < 10; i++) {
        store.forTenant(A).sessions().create(samples.session(), "user:alice", "kept-title");
        try (Session attack = Session.of(database.application(), Attacker.B)) {
          assertThat(attack.valueOf(texts))
              .contains("insert into") // the text of the statement is to be seen
              .doesNotContain("kept-title")
              .doesNotContain("user:alice")
              .doesNotContain(Attacker.A.toString());
        }
      }
    }
    try (Session attacked = Session.of(database.application(), Attacker.A);
        Session attack = Session.of(database.application(), Attacker.B)) {
      attacked.attempt("select 'kept-title'");
      assertThat(attack.valueOf(texts)).as("control: a value in the text").contains("kept-title");
    }
  }

  @Test
  void largeObjects_ofTheSchema_areNone() throws SQLException {
    try (Session control = Session.begin(DATABASE.superuser(), null)) {
      assertThat(
              control.count(
                  "select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid"
                      + " where c.relnamespace = 'hermesx'::regnamespace and c.relkind = 'r'"
                      + " and a.attnum > 0 and a.atttypid = 'oid'::regtype"))
          .isZero();
      assertThat(control.count("select count(*) from pg_largeobject_metadata")).isZero();
      control.attempt("select lo_from_bytea(4711, 'kept')");
      control.commit();
    }
    try (Session attack = Attacker.APPLICATION.begin(battery.logins())) {
      assertThat(attack.errorOf("select lo_get(4711)")).isEqualTo("42501");
    }
    try (Session control = Session.begin(DATABASE.superuser(), null)) {
      assertThat(control.answerOf("select convert_from(lo_get(4711), 'UTF8')")).isEqualTo("kept");
    }
  }

  /**
   * Whoever can send any SQL can hold the lock under which a tenant asks for consent: it waits for
   * lockTimeout at most and is told that it can try again. Nothing is learnt or skipped.
   */
  @Test
  void advisoryLock_heldByAnother_isWaitedForUntilTheTimeout() throws SQLException {
    StoreSamples samples = new StoreSamples(TestIds.create());
    TestDatabase database = EmbeddedServer.database();
    try (PostgresStore store = database.builder().lockTimeout(Duration.ofMillis(100)).build()) {
      Runnable ask =
          () ->
              store
                  .forTenant(A)
                  .run(
                      tx -> {
                        Approval approval = samples.approval("run", "call", tx.now());
                        tx.approvals().findOpen(approval.run(), approval.call(), approval.digest());
                      });
      try (Session attack = Session.of(database.application(), Attacker.B)) {
        attack.attempt(
            "select pg_advisory_xact_lock(hashtextextended('hermesx.approvals " + A + "', 0))");
        assertThatThrownBy(ask::run)
            .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retrySafe()).isTrue())
            .hasMessageContaining("55P03");
      }
      ask.run();
    }
  }

  @Test
  void notifications_ofTheStore_areNone() throws SQLException {
    TestDatabase database = EmbeddedServer.database();
    try (PostgresStore store = database.store();
        Session attack = Session.of(database.application(), Attacker.B)) {
      for (String channel : List.of("hermesx", "sessions", "tenants", "audit")) {
        attack.run("listen " + channel);
      }
      store.forTenant(A).tenants().create("Acme");
      assertThat(notifications(attack)).isNullOrEmpty();
      try (Session control = Session.of(database.application(), Attacker.A)) {
        control.run("notify hermesx, 'control'");
      }
      assertThat(notifications(attack)).hasSize(1);
      assertThat(
              attack.count(
                  "select count(*) from pg_proc where pronamespace = 'hermesx'::regnamespace"
                      + " and prosrc ~* 'notify'"))
          .isZero();
    }
  }

  private static Object[] notifications(Session session) throws SQLException {
    session.run("select 1");
    return session.connection().unwrap(PGConnection.class).getNotifications();
  }
}
