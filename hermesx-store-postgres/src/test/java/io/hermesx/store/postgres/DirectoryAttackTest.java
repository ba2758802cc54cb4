// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.core.testkit.StoreSamples.idempotencyKey;
import static io.hermesx.core.testkit.StoreSamples.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TenantDump;
import io.hermesx.core.testkit.TestIds;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever can send any SQL as the application login, against tenants, API keys, conversations and
 * repeatable writes, and against the functions that look across tenants. Each attack stands beside
 * the control that works.
 */
class DirectoryAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final Sha256 HASH = sha256("key of acme");
  private static final String FIND = "select id from hermesx.find_api_key('\\x" + HASH.hex() + "')";

  private static final String EVENT = "00000000-0000-7000-8000-0000000000e1";
  private static final String OTHER = "00000000-0000-7000-8000-0000000000e2";
  private static final String STAGE =
      "insert into hermesx.audit_stage (tenant_id, event_id, octets) values ('%s', '%s', 'x')"
          .formatted(ACME, EVENT);

  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private PostgresStore store;
  private SessionId session;
  private String key;
  private TenantDump before;

  @BeforeEach
  void fillAcme() {
    store = DATABASE.emptyStore();
    session = samples.session();
    key =
        store
            .forTenant(ACME)
            .tx(
                tx -> {
                  tx.tenants().create("Acme");
                  tx.sessions().create(session, "user:alice", "title");
                  tx.sessions().append(session, List.of(JsonObject.empty()));
                  tx.idempotency().claim(idempotencyKey("key"), HASH);
                  tx.idempotency().answer(idempotencyKey("key"), "answer");
                  return tx.apiKeys().create(samples.apiKey("ci", tx.now()), HASH).id().toString();
                });
    before = TenantDump.of(store, ACME);
  }

  @AfterEach
  void compareAcme() {
    assertThat(TenantDump.of(store, ACME)).isEqualTo(before);
    assertThat(store.directory().findApiKey(HASH)).map(ApiKeyGrant::isOpen).contains(true);
    store.close();
  }

  @Test
  void rows_ofAnotherTenant_areNotThere() throws SQLException {
    for (String table :
        List.of("tenants", "api_keys", "sessions", "session_messages", "idempotency_keys")) {
      String count = "select count(*) from hermesx." + table;
      try (Session control = begin(ACME)) {
        assertThat(control.count(count)).as(table).isEqualTo(1);
      }
      try (Session attack = begin(GLOBEX)) {
        assertThat(attack.count(count)).as(table).isZero();
        assertThat(attack.count(count + " where tenant_id = '" + ACME + "' or true")).isZero();
      }
      for (String tenant : new String[] {null, ""}) {
        try (Session attack = Session.begin(DATABASE.application(), tenant)) {
          assertThat(attack.errorOf(count)).as(table).isEqualTo("HX001");
        }
      }
    }
  }

  @Test
  void rows_ofAnotherTenant_areNotChanged() throws SQLException {
    for (String statement :
        List.of(
            "update hermesx.tenants set status = 'SUSPENDED'",
            "update hermesx.api_keys set revoked_at = now()",
            "update hermesx.sessions set ended_at = now()",
            "delete from hermesx.idempotency_keys")) {
      try (Session attack = begin(GLOBEX)) {
        assertThat(attack.update(statement)).as(statement).isZero();
        attack.commit();
      }
      try (Session control = begin(ACME)) {
        assertThat(control.update(statement)).as(statement).isEqualTo(1);
      }
    }
  }

  @Test
  void message_ofAForeignConversation_isRefusedAsOfNone() throws SQLException {
    String insert = "insert into hermesx.session_messages values ('%s', '%s', 2, '{}', now())";
    String unknown = samples.session().toString();

    try (Session control = begin(ACME)) {
      assertThat(control.update(insert.formatted(ACME, session))).isEqualTo(1);
    }
    try (Session attack = begin(GLOBEX)) {
      assertThat(attack.errorOf(insert.formatted(GLOBEX, session))).isEqualTo("23503");
    }
    try (Session attack = begin(GLOBEX)) {
      assertThat(attack.errorOf(insert.formatted(GLOBEX, unknown))).isEqualTo("23503");
    }
    try (Session attack = begin(GLOBEX)) {
      assertThat(attack.errorOf(insert.formatted(ACME, session))).isEqualTo("42501");
    }
  }

  @Test
  void change_thatIsNeverMade_isRefusedToTheTenantItself() throws SQLException {
    for (String statement :
        List.of(
            "update hermesx.api_keys set revoked_at = null where revoked_at is not null",
            "update hermesx.sessions set messages = 9 where ended_at is not null",
            "update hermesx.idempotency_keys set answer = 'other'")) {
      try (Session attack = begin(ACME)) {
        attack.update("update hermesx.api_keys set revoked_at = now()");
        attack.update("update hermesx.sessions set ended_at = now()");
        assertThat(attack.errorOf(statement)).as(statement).isEqualTo("HX002");
      }
    }
  }

  @Test
  void idempotencyKey_withoutAnAnswer_isNotCommitted() throws SQLException {
    String insert =
        "insert into hermesx.idempotency_keys (tenant_id, scope, key, request) values ('"
            + ACME
            + "', 'scope', 'raw', sha256('x'))";
    try (Session attack = begin(ACME)) {
      attack.update(insert);
      assertThatThrownBy(attack::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("HX004"));
    }
    try (Session control = begin(ACME)) {
      control.update(insert);
      control.update("update hermesx.idempotency_keys set answer = '' where key = 'raw'");
      control.commit();
    }
  }

  @Test
  void findApiKey_whateverIsPresented_answersTheOneKeyOrNothing() throws SQLException {
    for (String argument :
        List.of("null", "''", "'\\x00'", "sha256('x')", "sha256(sha256('key of acme'))")) {
      try (Session attack = system()) {
        assertThat(attack.count("select count(*) from hermesx.find_api_key(" + argument + ")"))
            .as(argument)
            .isZero();
      }
    }
    try (Session control = system()) {
      assertThat(control.answerOf(FIND)).isEqualTo(key);
    }
    try (Session attack = system()) {
      assertThat(attack.errorOf("select key_hash from hermesx.find_api_key('')"))
          .isEqualTo("42703");
    }
  }

  @Test
  void functions_inATransactionOfATenantOrOfNobody_areRefused() throws SQLException {
    for (String call :
        List.of(
            FIND,
            "select * from hermesx.audit_staged_tenants(10)",
            "select * from hermesx.reservations_ended(now(), 10)",
            "select hermesx.idempotency_due(10)",
            "select hermesx.try_lease('stolen', 'me', 1)",
            "select * from hermesx.list_tenants(gen_random_uuid(), null, 10)")) {
      for (String context : new String[] {null, "", "s", TestDatabase.sealed(GLOBEX.value())}) {
        try (Session attack = Session.begin(DATABASE.application(), context)) {
          assertThat(attack.errorOf(call)).as(call).isEqualTo("HX005");
        }
      }
      try (Session control = system()) {
        assertThat(control.errorOf(call)).as(call).isIn("none", "HX005");
      }
    }
  }

  @Test
  void functions_hostileSearchPathAndShadows_answerTheTruth() throws SQLException {
    try (Session attack = system()) {
      attack.update("create temp table api_keys (tenant_id uuid, id uuid, key_hash bytea)");
      attack.update("create temp table tenants (tenant_id uuid, name text)");
      attack.update(
          "create function pg_temp.yes(bytea, bytea) returns boolean language sql as 'select true'");
      attack.update(
          "create operator pg_temp.= (leftarg = bytea, rightarg = bytea, function = pg_temp.yes)");
      attack.update(
          "create function pg_temp.clock() returns timestamptz language sql as"
              + " $$ select timestamptz 'infinity' $$");
      attack.update("set local search_path = pg_temp, hermesx, pg_catalog");
      assertThat(attack.answerOf(FIND)).isEqualTo(key);
      assertThat(attack.answerOf("select id from hermesx.find_api_key('\\x00')"))
          .isEqualTo("nothing");
      assertThat(attack.answerOf("select hermesx.idempotency_due(10)")).isEqualTo("nothing");
    }
  }

  @Test
  void functions_asAnybodyElse_areNotToBeCalled() throws SQLException {
    DATABASE.execute("create role outsider");
    try {
      DATABASE.execute("grant usage on schema hermesx to outsider");
      for (String call : List.of(FIND, "select hermesx.idempotency_due(10)")) {
        try (Session attack = Session.of(DATABASE.superuser(), ACME.value())) {
          attack.update("set local role outsider");
          assertThat(attack.errorOf(call)).as(call).isEqualTo("42501");
        }
        try (Session control = system()) {
          assertThat(control.errorOf(call)).as(call).isEqualTo("none");
        }
      }
    } finally {
      DATABASE.execute("drop owned by outsider; drop role outsider");
    }
  }

  @Test
  void definer_outsideItsFunctions_readsNoColumnItWasNotGiven() throws SQLException {
    try (Session attack = Session.begin(DATABASE.superuser(), null)) {
      attack.update("set local role hermesx_definer");
      assertThat(attack.errorOf("select answer from hermesx.idempotency_keys")).isEqualTo("42501");
    }
    for (String statement :
        List.of(
            "select * from hermesx.sessions",
            "select * from hermesx.session_messages",
            "update hermesx.tenants set name = 'mine'",
            "update hermesx.api_keys set revoked_at = null",
            "insert into hermesx.tenants values (gen_random_uuid(), 'x', 'ACTIVE', 1, now(), now())",
            "delete from hermesx.idempotency_keys")) {
      try (Session attack = Session.of(DATABASE.superuser(), ACME.value())) {
        attack.update("set local role hermesx_definer");
        assertThat(attack.errorOf(statement)).as(statement).isEqualTo("42501");
      }
    }
  }

  @Test
  void listTenants_withItsAuditEvent_givesAPageAtMost() throws SQLException {
    store.forTenant(GLOBEX).tenants().create("Globex");
    String list = "select count(*) from hermesx.list_tenants('" + EVENT + "', %s)";
    try (Session session = administration()) {
      session.update(STAGE);
      assertThat(session.count(list.formatted("null, 2147483647"))).isEqualTo(2);
      assertThat(session.count(list.formatted("null, null"))).isEqualTo(2);
      assertThat(session.count(list.formatted("null, 1"))).isEqualTo(1);
      assertThat(session.answerOf(list.formatted("null, -1"))).isEqualTo("2201W");
    }
    DATABASE.execute(
        "insert into hermesx.tenants select gen_random_uuid(), 'many', 'ACTIVE', 1, now(), now()"
            + " from generate_series(1, 1000)");
    try (Session session = administration()) {
      session.update(STAGE);
      assertThat(session.count(list.formatted("null, 1002"))).isEqualTo(1_000);
    }
    DATABASE.execute("delete from hermesx.tenants where name = 'many'");
  }

  @Test
  void listTenants_withoutAnAuditEventOfThisTransaction_isRefused() throws SQLException {
    String list = "select count(*) from hermesx.list_tenants('" + EVENT + "', null, 10)";
    try (Session attack = administration()) {
      assertThat(attack.errorOf(list)).as("nothing staged").isEqualTo("HX007");
    }
    String earlier = STAGE.replace(ACME.toString(), GLOBEX.toString());
    try (Session session = administration(GLOBEX)) {
      session.update(earlier);
      session.commit();
    }
    try (Session attack = administration(GLOBEX)) {
      assertThat(attack.errorOf(list)).as("staged by another transaction").isEqualTo("HX007");
    }
    try (Session attack = begin(GLOBEX)) {
      attack.update(STAGE.replace(ACME.toString(), GLOBEX.toString()).replace(EVENT, OTHER));
      assertThat(attack.errorOf(list.replace(EVENT, OTHER)))
          .as("a tenant's own")
          .isEqualTo("HX005");
    }
  }

  @Test
  void poisonedConnection_directory_asksAsNobody() {
    try (PostgresStore poisoned =
        TestDatabase.builder(SingleConnection.poisoned(DATABASE, ACME.value())).build()) {
      assertThat(poisoned.directory().findApiKey(sha256("unknown"))).isEmpty();
      assertThat(poisoned.directory().findApiKey(HASH)).isPresent();
      Optional<Tenant> row = poisoned.forTenant(GLOBEX).readOnly(tx -> tx.tenants().find());
      assertThat(row).isEmpty();
    }
  }

  private static Session system() throws SQLException {
    return Session.begin(DATABASE.application(), EmbeddedServer.contextKey().sealSystem());
  }

  private static Session administration() throws SQLException {
    return administration(ACME);
  }

  private static Session administration(TenantId tenant) throws SQLException {
    return Session.begin(
        DATABASE.application(),
        EmbeddedServer.contextKey().seal(tenant.value(), ContextKey.Purpose.ADMINISTRATION));
  }

  private static Session begin(TenantId tenant) throws SQLException {
    return Session.of(DATABASE.application(), tenant.value());
  }
}
