// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TestIds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that is asked of the audit log is one round trip, for however many tenants. */
class AuditWireTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final int ROUNDS = 12; // past the driver's threshold of prepared statements
  private static final List<TenantId> TENANTS =
      Stream.of("a", "b", "c", "d", "e").map(TenantId::named).toList();
  private static final TenantId ACME = TENANTS.get(0);

  private final TestIds ids = TestIds.create();
  private final WireTap tap = new WireTap(DATABASE.port());
  private PostgresStore store;
  private AuditLog log;

  @BeforeEach
  void open() {
    store = DATABASE.builderThrough(tap.port(), "").poolSize(1).build();
    log = store.auditLog();
  }

  @AfterEach
  void close() {
    store.close();
    tap.close();
  }

  @Test
  void questions_toTheLog_areOneSyncEach() {
    Map<String, Runnable> steps = new LinkedHashMap<>();
    byte[] large = new byte[8_000];
    steps.put("append", () -> append(300, large));
    steps.put("staged tenants", () -> log.stagedTenants(10));
    steps.put("staged", () -> log.staged(TENANTS, 10));
    steps.put("heads", () -> log.heads(TENANTS));
    steps.put("read", () -> log.read(ACME, 0, 1_000));
    steps.put("find", () -> log.find(ACME, new UUID(0, 0)));
    steps.put("leaves", () -> log.hashes(ACME, 0, 0, 1_000));
    steps.put("nodes", () -> log.hashes(ACME, 1, 0, 1_000));
    AuditCheckpoint checkpoint = new AuditCheckpoint(1, new byte[4_000], Keep.ALWAYS);
    steps.put("behind", () -> log.checkpoints().behind(10));
    steps.put(
        "keep", () -> log.checkpoints().keep(Map.of(ACME, checkpoint, TENANTS.get(1), checkpoint)));
    steps.put("latest", () -> log.checkpoints().latest(ACME));
    steps.put("checkpoints", () -> log.checkpoints().read(ACME, 0, 10));
    AuditAnchor anchor = new AuditAnchor(1, "file", new byte[4_000]);
    steps.put("anchored", () -> log.checkpoints().anchored(ACME, anchor, checkpoint.note()));
    steps.put("anchors", () -> log.checkpoints().anchors(ACME, 0, 10));

    Map<String, String> costs = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      steps.forEach((name, step) -> costs.merge(name, cost(step), AuditWireTest::worse));
    }

    System.out.println("syncs of each question to the audit log: " + costs);
    assertThat(costs.remove("append")).as("heads, then the append").isEqualTo("2/0");
    assertThat(costs).hasSize(13).allSatisfy((name, cost) -> assertThat(cost).isEqualTo("1/0"));
  }

  private void append(int events, byte[] header) {
    List<AppendResult> results =
        log.append(
            SimpleAppend.all(
                log.heads(TENANTS),
                TENANTS,
                tenant ->
                    Stream.generate(() -> new PreparedEvent(tenant, ids.next(), header))
                        .limit(events)
                        .toList()));
    assertThat(results).hasSize(TENANTS.size()).containsOnly(AppendResult.APPENDED);
  }

  /** Sync messages and messages of the simple protocol, such as BEGIN and COMMIT. */
  private String cost(Runnable step) {
    long syncs = tap.syncs();
    long queries = tap.queries();
    step.run();
    return (tap.syncs() - syncs) + "/" + (tap.queries() - queries);
  }

  private static String worse(String before, String after) {
    return after.compareTo(before) > 0 ? after : before;
  }
}
