// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Events as a guarded tool call makes them: a header of some 750 octets once it has its place.
 * Every side prepares them, the peers too: a row has to come from somewhere. Thread-safe.
 */
final class Events {

  private static final Sha256 DIGEST = Sha256.raw("call".getBytes(StandardCharsets.US_ASCII));

  private final Clock clock = Clock.systemUTC();
  private final IdSource ids = IdSource.secure(clock);
  private final AuditChain chain;

  Events(AuditChain chain) {
    this.chain = chain;
  }

  PreparedEvent next(TenantId tenant) {
    return chain.prepare(
        AuditEvent.builder(tenant, "tool.call.executed", ids.next(), clock.instant())
            .field("actor", "user:alice")
            .field("agent", "agent:triage")
            .field("call_id", "call-0123456789")
            .field("run_id", "run-77")
            .field("tool", "refund")
            .field("decision", "allow")
            .field("effect", "side_effect")
            .field("outcome", "ok")
            .field("policy_rule", "refunds")
            .field("latency_us", 1_234)
            .commitment("call_commitment", DIGEST)
            .field("detail", JsonObject.builder().put("region", "eu").build())
            .build());
  }

  List<PreparedEvent> next(TenantId tenant, int count) {
    List<PreparedEvent> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(next(tenant));
    }
    return events;
  }

  /** A tenant of which the database knows. */
  static TenantId tenant(int number) {
    return new TenantId(UUID.fromString("00000000-0000-7000-8000-%012d".formatted(number)));
  }
}
