// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client of PgBouncer left its tenant behind, for the whole session of the only connection to the
 * server: the store's transactions on that connection belong to their own tenants.
 */
class PgBouncerSessionTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final Field<String> TEXT = DSL.field("text", SQLDataType.CLOB);
  private static final String TITLES = "select title from hermesx.sessions";

  private final TestDatabase database = EmbeddedServer.database();
  private final SessionId session = new StoreSamples(TestIds.create()).session();
  private PgBouncer bouncer;
  private PostgresStore store;

  @BeforeEach
  void poison() throws SQLException {
    bouncer = PgBouncer.start(database, 1);
    store = database.builder().url(bouncer.url(database)).poolSize(2).build();
    for (TenantId tenant : List.of(ACME, GLOBEX)) {
      store.forTenant(tenant).sessions().create(session, "user:alice", tenant.toString());
    }
    SessionOfTenant.open(bouncer.url(database), ACME).close();
  }

  @AfterEach
  void close() throws SQLException {
    if (store != null) {
      assertThat(ofAClientThatSaysNothing()).as("the poison is still there").containsOnly(acme());
      store.close();
      bouncer.close();
    }
  }

  private static String acme() {
    return ACME.toString();
  }

  private List<String> ofAClientThatSaysNothing() throws SQLException {
    try (SessionOfTenant silent = SessionOfTenant.silent(bouncer.url(database))) {
      return silent.titles();
    }
  }

  private static List<String> raw(TenantTx tx) {
    return ((PostgresTx) tx).reading().resultQuery(TITLES).coerce(TEXT).fetch(TEXT);
  }

  @Test
  void client_thatSaysNothing_isTakenForTheOneBefore() throws SQLException {
    assertThat(ofAClientThatSaysNothing()).containsExactly(acme());
  }

  @Test
  void transactions_ofTheStore_areTheirTenants() {
    for (int i = 0; i < 10; i++) {
      for (TenantId tenant : List.of(GLOBEX, ACME)) {
        assertThat(store.forTenant(tenant).readOnly(PgBouncerSessionTest::raw))
            .containsExactly(tenant.toString());
        assertThat(store.forTenant(tenant).tx(PgBouncerSessionTest::raw))
            .containsExactly(tenant.toString());
      }
    }
  }

  @Test
  void steps_ofTheStore_areTheirTenants() {
    for (int i = 0; i < 10; i++) {
      for (TenantId tenant : List.of(GLOBEX, ACME)) {
        assertThat(store.forTenant(tenant).sessions().list(Optional.empty(), Optional.empty(), 10))
            .extracting(io.hermesx.core.session.Session::title)
            .containsExactly(tenant.toString());
      }
    }
    assertThat(store.forTenant(TenantId.named("new")).sessions().find(session)).isEmpty();
  }

  @Test
  void work_ofNobody_isNobodys() {
    assertThat(store.directory().findApiKey(StoreSamples.sha256("key"))).isEmpty();
    assertThat(store.auditLog().stagedTenants(10)).isEmpty();
    store.sweeps().forEach(sweep -> assertThat(sweep.run()).isZero());
  }
}
