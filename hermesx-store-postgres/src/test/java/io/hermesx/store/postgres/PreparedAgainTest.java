// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.MemorySignerState;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.verifier.BundleVerifier;
import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.secret.DerivedDataKeys;
import io.hermesx.core.secret.MasterKey;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An event that comes again, prepared anew, in each order of the ways that it can come: s staged, t
 * staged twice by one transaction, a appended, q sequenced.
 */
class PreparedAgainTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final byte[] MASTER = "a master key of thirty-two octet".getBytes(UTF_8);

  private final TestIds ids = TestIds.create();
  private PostgresStore store;
  private SignedAuditChain chain;

  @BeforeEach
  void open() {
    store = DATABASE.emptyStore();
    chain =
        SignedAuditChain.builder(store.auditLog())
            .installation(SignedLogs.INSTALLATION)
            .clock(MutableClock.create())
            .ids(ids)
            .signers(
                List.of(
                    SigningKey.generate(
                        SignedLogs.INSTALLATION, SignatureType.ED25519, new Random(1))))
            .state(new MemorySignerState())
            .bodies(DerivedDataKeys.of(MasterKey.of(1, MASTER)), new Random(3))
            .build();
  }

  @AfterEach
  void close() {
    chain.close();
    store.close();
  }

  private PreparedEvent prepare(UUID id) {
    return chain.prepare(
        AuditEvent.builder(ACME, "test", id, MutableClock.START)
            .body("/a", "text/plain", "payload".getBytes(UTF_8))
            .body("/b", "text/plain", "more".getBytes(UTF_8))
            .build());
  }

  private void come(char way, UUID id) {
    PreparedEvent event = prepare(id);
    switch (way) {
      case 's' -> store.forTenant(ACME).run(tx -> tx.audit().stage(event));
      case 't' ->
          store
              .forTenant(ACME)
              .run(
                  tx -> {
                    tx.audit().stage(event);
                    tx.audit().stage(prepare(id));
                  });
      case 'a' -> chain.append(event);
      default -> chain.sequence();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ss", "sa", "as", "aa", "t", "ta", "at", "st", "sqs", "sqa", "asq", "sas", "asa", "sqsa"
      })
  void eventThatComesAgainPreparedAnew_hasThePayloadThatItsHeaderNames(String ways) {
    UUID id = ids.next();
    ways.chars().forEach(way -> come((char) way, id));
    chain.sequence();

    assertOneEvent();
  }

  /** It waits for who stages it, and nobody else of the same step is kept from the log. */
  @Test
  void append_whileTheEventIsBeingStaged_isOnRecordAsStaged() throws Exception {
    PreparedEvent staged = prepare(ids.next());
    TenantId other = TenantId.named("other");
    PreparedEvent beside =
        chain.prepare(AuditEvent.builder(other, "test", ids.next(), MutableClock.START).build());
    try (Connection host = DATABASE.superuser().getConnection()) {
      host.setAutoCommit(false);
      stage(host, staged);
      List<PreparedEvent> both = List.of(beside, prepare(staged.id()));
      CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> chain.append(both));
      awaitLock();
      host.commit();
      appending.get(30, TimeUnit.SECONDS);
    }

    assertThat(store.auditLog().find(other, beside.id())).hasValue(0);
    assertThat(store.auditLog().bodies(ACME, List.of(staged.id()))).isEqualTo(staged.bodies());
    assertOneEvent();
  }

  /** Whoever put them there, they keep no event of the tenant from the log, nor of others. */
  @Test
  void append_ofAnEventOfWhichBodiesAreThere_isOnRecord() throws Exception {
    PreparedEvent event = prepare(ids.next());
    try (Connection host = DATABASE.superuser().getConnection()) {
      host.setAutoCommit(false);
      stageBodies(host, event);
      host.commit();
    }

    chain.append(prepare(event.id()));

    assertThat(store.auditLog().find(ACME, event.id())).hasValue(0);
  }

  private static void stage(Connection host, PreparedEvent event) throws SQLException {
    try (PreparedStatement statement =
        host.prepareStatement(
            "insert into hermesx.audit_stage (tenant_id, event_id, octets) values (?, ?, ?)")) {
      statement.setObject(1, event.tenant().value());
      statement.setObject(2, event.id());
      statement.setBytes(3, event.octets());
      statement.execute();
    }
    stageBodies(host, event);
  }

  private static void stageBodies(Connection host, PreparedEvent event) throws SQLException {
    for (int i = 0; i < event.bodies().size(); i++) {
      try (PreparedStatement statement =
          host.prepareStatement(
              "insert into hermesx.audit_bodies (tenant_id, event_id, slot, path, ciphertext)"
                  + " values (?, ?, ?, ?, ?)")) {
        statement.setObject(1, event.tenant().value());
        statement.setObject(2, event.id());
        statement.setInt(3, i + 1);
        statement.setString(4, event.bodies().get(i).path());
        statement.setBytes(5, event.bodies().get(i).ciphertext());
        statement.execute();
      }
    }
  }

  private static void awaitLock() throws Exception {
    try (Connection look = DATABASE.superuser().getConnection();
        Statement statement = look.createStatement()) {
      for (int i = 0; i < 3_000; i++) {
        try (ResultSet row =
            statement.executeQuery(
                "select from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and query like '%audit_append%'")) {
          if (row.next()) {
            return;
          }
        }
        Thread.sleep(10);
      }
    }
    throw new AssertionError("nobody waits");
  }

  private void assertOneEvent() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(store.auditLog(), SignedLogs.INSTALLATION, out).write(List.of(ACME));
    VerificationReport report =
        BundleVerifier.builder().build().verify(new ByteArrayInputStream(out.toByteArray()));
    assertThat(report.findings()).isEmpty();
    assertThat(report.totals().events()).isEqualTo(1);
    assertThat(report.totals().bodies().present()).isEqualTo(2);
  }
}
