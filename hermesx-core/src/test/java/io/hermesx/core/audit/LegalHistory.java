// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SwitchedAuditLog;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A log as it comes about in real life: random events of two tenants, batches of any size, clocks
 * that are set back, processes that end and start, two at once.
 */
final class LegalHistory {

  static final String INSTALLATION = "history";
  static final TenantId TENANT = TenantId.named("acme");
  static final TenantId NEIGHBOUR = TenantId.named("neighbour");

  private final Random random;
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final SwitchedAuditLog log = new SwitchedAuditLog(memory);
  private final MutableClock clock = MutableClock.create();
  private final TestIds ids = TestIds.create();
  private AuditChain first;
  private AuditChain second;
  private final AuditChain writer;

  LegalHistory(long seed) {
    this.random = new Random(seed);
    this.first = newChain();
    this.second = newChain();
    while (size() < 12) {
      step();
    }
    this.writer = newChain();
    stage(TENANT, 8);
    stage(NEIGHBOUR, 20);
    writer.sequence();
  }

  private void step() {
    switch (random.nextInt(8)) {
      case 0 -> clock.advance(Duration.ofMillis(random.nextInt(100_000)));
      case 1 -> clock.advance(Duration.ofMillis(-random.nextInt(100_000)));
      case 2 -> first = newChain();
      case 3 -> second.sequence();
      case 4 -> stage(NEIGHBOUR, 1 + random.nextInt(3));
      case 5 -> first.sequence();
      default -> stage(TENANT, 1 + random.nextInt(4));
    }
  }

  private AuditChain newChain() {
    return UnsignedAuditChain.builder(log).installation(INSTALLATION).clock(clock).ids(ids).build();
  }

  private long size() {
    return memory.head(TENANT).map(AuditHead::size).orElse(0L);
  }

  private void stage(TenantId tenant, int count) {
    for (int i = 0; i < count; i++) {
      memory.stage(tenant, List.of(first.prepare(event(tenant))));
    }
  }

  private AuditEvent event(TenantId tenant) {
    AuditEvent.Builder event =
        AuditEvent.builder(tenant, "tool.call.executed", ids.next(), clock.instant())
            .field("actor", "user:" + random.nextInt(5))
            .field("tool", random.nextBoolean() ? "refund" : "search")
            .field("latency_us", random.nextInt(1_000_000));
    if (random.nextBoolean()) {
      event.field("policy_rule", "rule-\"" + random.nextInt(9));
    }
    if (random.nextBoolean()) {
      event.verdicts(List.of(new StageVerdict(Stage.POLICY, "allow", random.nextInt(99))));
    }
    return event.build();
  }

  Random random() {
    return random;
  }

  /** The rows and the head of a tenant, to be tampered with. */
  Forgery forgery(TenantId tenant) {
    return new Forgery(memory.read(tenant, 0, 10_000), memory.head(tenant).orElseThrow(), random);
  }

  /** Puts a log in the place of this one, before the eyes of all who hold it. */
  void switchTo(AuditLog other) {
    log.switchTo(other);
  }

  /** Verifies as a process that starts now. */
  AuditVerification verifyFresh() {
    return newChain().verify(TENANT);
  }

  /** Verifies as the process that appended the last events. */
  AuditVerification verifyAsWriter() {
    return writer.verify(TENANT);
  }
}
