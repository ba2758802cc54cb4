// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What nobody can do to the audit trail, whoever it is: a case a line, with how it ends. Each of
 * them works for a superuser who puts the triggers aside first.
 */
class AuditAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final UUID LOGGED = new UUID(1, 1);
  private static final UUID STAGED = new UUID(1, 2);

  @BeforeAll
  static void record() {
    try (PostgresStore store = DATABASE.store()) {
      AuditEntry entry = new AuditEntry(0, LOGGED, new byte[] {1}, Sha256.raw(new byte[] {1}));
      MerkleFrontier tree = MerkleFrontier.EMPTY.append(entry.leaf());
      AuditHead head = new AuditHead("origin", 1, entry.leaf(), tree, MutableClock.START);
      List<AuditNode> nodes = List.of(new AuditNode(1, 0, entry.leaf()));
      assertThat(
              store
                  .auditLog()
                  .append(
                      List.of(new AuditAppend(ACME, 0, List.of(entry), nodes, List.of(), head))))
          .containsExactly(AppendResult.APPENDED);
      byte[] note = "note".getBytes(US_ASCII);
      store.auditLog().checkpoints().keep(Map.of(ACME, new AuditCheckpoint(1, note, Keep.ALWAYS)));
      store.auditLog().checkpoints().anchored(ACME, new AuditAnchor(1, "file", note), note);
      store
          .forTenant(ACME)
          .run(tx -> tx.audit().stage(new PreparedEvent(ACME, STAGED, new byte[] {2})));
    }
    DATABASE.execute(
        "insert into hermesx.audit_bodies values ('"
            + ACME
            + "', '"
            + LOGGED
            + "', 1, '/arguments', 'secret')");
  }

  record Attack(String who, String state, String sql) {

    static Attack of(String line) {
      String[] parts = line.split(" \\| ", 3);
      return new Attack(
          parts[0].strip(), parts[1].strip(), parts[2].replace("$T", ACME.toString()));
    }

    @Override
    public String toString() {
      return who + ": " + sql;
    }
  }

  static Stream<Attack> attacks() {
    return DataFile.lines("audit-attacks.txt").map(Attack::of);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void record_whoeverWouldChangeIt_stays(Attack attack) throws SQLException {
    assertThat(endOf(attack)).isEqualTo(attack.state());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void record_changedWithNothingInTheWay_isChanged(Attack attack) throws SQLException {
    try (Session control = Session.begin(DATABASE.superuser(), "")) {
      control.attempt("set local session_replication_role = replica; " + AlwaysTriggers.OFF);
      Outcome outcome = control.attemptOrError(attack.sql());
      assertThat(outcome.state()).isEqualTo("none");
      if (attack.sql().matches("(insert|update|delete) .*")) {
        assertThat(outcome.number()).isEqualTo(1);
      }
    }
  }

  /** The SQLSTATE, or how many rows were changed; nothing is kept. */
  private static String endOf(Attack attack) throws SQLException {
    return switch (attack.who()) {
      case "tenant" -> endOf(DATABASE.application(), TestDatabase.sealed(ACME.value()), attack);
      case "system" ->
          endOf(DATABASE.application(), EmbeddedServer.contextKey().sealSystem(), attack);
      case "superuser" -> endOf(DATABASE.superuser(), "", attack);
      case "replica" -> endAs("session_replication_role = replica", attack);
      default -> endAs("role " + attack.who(), attack);
    };
  }

  private static String endOf(DataSource login, String context, Attack attack) throws SQLException {
    try (Session session = Session.begin(login, context)) {
      return endOf(session, attack);
    }
  }

  private static String endOf(Session session, Attack attack) {
    Outcome outcome = session.attemptOrError(attack.sql());
    return outcome.worked() ? outcome.number() + " rows" : outcome.state();
  }

  /** As somebody who may set that, in the context of the tenant. */
  private static String endAs(String setting, Attack attack) throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), TestDatabase.sealed(ACME.value()))) {
      session.attempt("set local " + setting);
      return endOf(session, attack);
    }
  }
}
