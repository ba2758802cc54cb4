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
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(store.auditLog(), SignedLogs.INSTALLATION, out).write(List.of(ACME));
    VerificationReport report =
        BundleVerifier.builder().build().verify(new ByteArrayInputStream(out.toByteArray()));
    assertThat(report.findings()).isEmpty();
    assertThat(report.totals().events()).isEqualTo(1);
    assertThat(report.totals().bodies().present()).isEqualTo(2);
  }
}
