// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.MemorySignerState;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One row that whoever owns the tables puts into the log of logs does not stop all signing. */
class LogOfLogsAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final String INSTALLATION = "audit.example.com/prod";
  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId LOG_OF_LOGS = SignedAuditChain.LOG_OF_LOGS;

  private final MutableClock clock = MutableClock.create();
  private final TestIds ids = TestIds.create();

  private void append(SignedAuditChain chain) {
    chain.append(
        chain.prepare(AuditEvent.builder(ACME, "test", ids.next(), clock.instant()).build()));
  }

  @Test
  void rowBehindTheLogOfLogs_tenantsAreSignedOnAndItIsSaid() {
    try (PostgresStore store = DATABASE.emptyStore();
        SignedAuditChain chain =
            SignedAuditChain.builder(store.auditLog())
                .installation(INSTALLATION)
                .clock(clock)
                .ids(ids)
                .signers(
                    List.of(
                        SigningKey.generate(INSTALLATION, SignatureType.ED25519, new Random(1))))
                .state(new MemorySignerState())
                .build()) {
      append(chain);
      assertThat(chain.checkpoint()).as("the tenant's, and the log of logs").isEqualTo(2);
      DATABASE.execute(
          "insert into hermesx.audit_events values ('%s', 900, gen_random_uuid(), 'x', sha256('x'))"
              .formatted(LOG_OF_LOGS));
      append(chain);

      chain.checkpoint();

      assertThat(store.auditLog().checkpoints().latest(ACME).orElseThrow().size()).isEqualTo(2);
      assertThat(chain.status().failures())
          .isNotEmpty()
          .allMatch(failure -> failure.log().equals(INSTALLATION + "/" + LOG_OF_LOGS));
      assertThat(chain.status().failures().get(0).reason())
          .contains("1 other logs", "there are entries beyond its head");
    }
  }
}
