// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TestIds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payload beside the log: kept with the stage or the append, once, and of its tenant alone. */
class AuditBodiesTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");

  private final TestIds ids = TestIds.create();
  private PostgresStore store;

  @BeforeEach
  void open() {
    store = DATABASE.emptyStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private PreparedEvent event(String... paths) {
    UUID id = ids.next();
    List<EventBody> bodies = new ArrayList<>();
    for (String path : paths) {
      bodies.add(new EventBody(id, path, Sha256.raw(path.getBytes(UTF_8)).octets()));
    }
    return new PreparedEvent(ACME, id, new byte[] {1}, bodies);
  }

  private AppendResult append(PreparedEvent event) {
    AuditAppend plain = SimpleAppend.of(ACME, store.auditLog().head(ACME), List.of(event));
    AuditAppend append =
        new AuditAppend(
            ACME,
            plain.expectedSize(),
            plain.entries(),
            plain.nodes(),
            event.bodies(),
            plain.head());
    return store.auditLog().append(List.of(append)).get(0);
  }

  @Test
  void bodies_ofAStagedEvent_areThereWithItAndNotOnTheStage() {
    PreparedEvent event = event("/a", "/b");
    PreparedEvent without = event();
    store.forTenant(ACME).run(tx -> tx.audit().stage(event));
    store
        .forTenant(ACME)
        .run(
            tx -> {
              tx.tenants().create("Acme");
              tx.audit().stage(without);
              tx.audit().stage(event);
            });

    assertThat(store.auditLog().bodies(ACME, List.of(event.id(), without.id())))
        .isEqualTo(event.bodies());
    assertThat(store.auditLog().staged(ACME, 10))
        .containsExactly(
            new PreparedEvent(ACME, event.id(), event.octets()),
            new PreparedEvent(ACME, without.id(), without.octets()));
    assertThat(store.auditLog().bodies(OTHER, List.of(event.id()))).isEmpty();
    assertThat(store.auditLog().bodies(ACME, List.of())).isEmpty();
  }

  @Test
  void bodies_ofAnEventThatWasNotStaged_comeWithTheAppendOrNotAtAll() {
    PreparedEvent first = event("/a");
    PreparedEvent again = new PreparedEvent(ACME, first.id(), first.octets(), event("/x").bodies());

    assertThat(append(first)).isEqualTo(AppendResult.APPENDED);
    assertThat(append(again).known()).containsExactly(first.id());

    assertThat(store.auditLog().bodies(ACME, List.of(first.id()))).isEqualTo(first.bodies());
    assertThat(store.auditLog().bodies(ACME, List.of(again.bodies().get(0).event()))).isEmpty();
    assertThat(store.auditLog().bodies(OTHER, List.of(first.id()))).isEmpty();
  }

  private static String injected(Session session, UUID event, int slot) throws SQLException {
    session.attempt("savepoint before");
    Outcome outcome =
        session.attemptOrError(
            "insert into hermesx.audit_bodies values ('%s', '%s', %d, '/%d', 'x')"
                .formatted(ACME, event, slot, slot));
    if (!outcome.worked()) {
      session.attempt("rollback to savepoint before");
    }
    return outcome.worked() ? "kept" : outcome.state();
  }

  /** SQL that was smuggled into a tenant's transaction adds what it likes, up to what is read. */
  @Test
  void bodies_addedByInjectedSql_areAtMostSixteenOfAnEvent() throws SQLException {
    PreparedEvent event = event();
    store.forTenant(ACME).run(tx -> tx.audit().stage(event));
    try (Session session =
        Session.begin(DATABASE.application(), TestDatabase.sealed(ACME.value()))) {
      for (int slot = 1; slot <= 16; slot++) {
        assertThat(injected(session, event.id(), slot)).isEqualTo("kept");
      }
      for (int slot : new int[] {-1, 0, 17, Short.MAX_VALUE}) {
        assertThat(injected(session, event.id(), slot)).isEqualTo("23514");
      }
      for (int slot = 1; slot <= 16; slot++) {
        assertThat(injected(session, event.id(), slot)).isEqualTo("23505");
      }
    }
  }

  @Test
  void bodies_sixteenOfOneEvent_areKeptStagedAndAppended() {
    String[] paths = IntStream.range(10, 26).mapToObj(i -> "/" + i).toArray(String[]::new);
    PreparedEvent staged = event(paths);
    PreparedEvent appended = event(paths);
    store.forTenant(ACME).run(tx -> tx.audit().stage(staged));
    assertThat(append(appended)).isEqualTo(AppendResult.APPENDED);

    assertThat(store.auditLog().bodies(ACME, List.of(staged.id()))).isEqualTo(staged.bodies());
    assertThat(store.auditLog().bodies(ACME, List.of(appended.id()))).isEqualTo(appended.bodies());
  }
}
