// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The events of the golden log: fixed inputs that use every field of the format, sequenced in three
 * batches. {@link #lines} is the golden file.
 */
final class GoldenLog {

  static final TenantId TENANT = TenantId.parse("01939e4a-7c00-7000-8000-000000000001");
  static final Sha256 SALT = Sha256.raw("salt".getBytes(US_ASCII));
  static final Sha256 DIGEST = Sha256.raw("digest".getBytes(US_ASCII));

  private static final String WRITER = "01939e4a-7c00-7000-8000-0000000000ff";
  private static final Instant START = Instant.parse("2026-11-20T12:00:00.123456Z");

  private final MemoryAuditLog log = new MemoryAuditLog();
  private final MutableClock clock = MutableClock.at(START);
  private final UnsignedAuditChain chain =
      UnsignedAuditChain.builder(log)
          .installation("audit.example.com/prod")
          .clock(clock)
          .ids(() -> UUID.fromString(WRITER))
          .build();
  private final List<PreparedEvent> prepared = new ArrayList<>();

  GoldenLog() {
    for (AuditEvent event : events()) {
      prepared.add(chain.prepare(event));
    }
    batch(0, 3, Duration.ZERO);
    batch(3, 4, Duration.ofSeconds(5));
    batch(4, 20, Duration.ofMinutes(-1));
  }

  private void batch(int from, int to, Duration later) {
    clock.advance(later);
    log.stage(TENANT, prepared.subList(from, to));
    chain.sequence();
  }

  AuditLog log() {
    return log;
  }

  AuditVerification verify() {
    return chain.verify(TENANT);
  }

  /** The golden file: each line a kind, a number and a value. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("# Audit format v1: see docs/reference/formats.md. Digests are hexadecimal.");
    lines.add("commitment 0 " + AuditCommitment.of(SALT, DIGEST).hex());
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    lines.add("root 0 " + frontier.root().hex());
    for (AuditEntry entry : log.read(TENANT, 0, 10_000)) {
      int seq = (int) entry.seq();
      frontier = frontier.append(entry.leaf());
      lines.add("staged " + seq + " " + new String(prepared.get(seq).octets(), US_ASCII));
      lines.add("header " + seq + " " + new String(entry.header(), US_ASCII));
      lines.add("leaf " + seq + " " + entry.leaf().hex());
      lines.add("root " + (seq + 1) + " " + frontier.root().hex());
    }
    return lines;
  }

  private static List<AuditEvent> events() {
    List<AuditEvent> events = new ArrayList<>();
    events.add(event(0, "tool.call.denied").field("tool", "delete_all").build());
    events.add(denied());
    events.add(executed());
    events.add(model());
    events.add(everythingElse());
    for (int i = 5; i < 20; i++) {
      events.add(event(i, "tool.call.executed").field("call_id", "call-" + i).build());
    }
    return events;
  }

  private static AuditEvent.Builder event(int number, String type) {
    UUID id = new UUID(0x01939e4a7c007000L + ((long) number << 16), 0x8000000000000000L + number);
    return AuditEvent.builder(TENANT, type, id, START.plusNanos(1_500L * number));
  }

  private static AuditEvent denied() {
    return event(1, "tool.call.denied")
        .actor(Actor.of(TENANT, Principal.user("alice")))
        .field("run_id", "run-1")
        .field("call_id", "call-1")
        .foreign("tool", "gelösch\"t\\ 100%")
        .field("decision", "deny")
        .field("code", "policy_denied")
        .field("stage", "policy")
        .field("policy_rule", "no-\"refunds\"-\\-ever")
        .field("policy_version", "7")
        .verdicts(List.of(new StageVerdict(Stage.POLICY, "deny", 12)))
        .build();
  }

  private static AuditEvent executed() {
    Actor actor =
        new Actor(
            TENANT,
            Principal.user("alice"),
            Optional.of(Principal.agent("helpdesk")),
            Optional.empty());
    return event(2, "tool.call.executed")
        .actor(actor)
        .field("agent_version", "2.1")
        .field("on_behalf_of", "user:carol")
        .field("credential", "key_42")
        .field("session_id", "01939e4a-7c00-7000-8000-0000000000aa")
        .field("run_id", "run-1")
        .field("call_id", "call-2")
        .field("parent_id", "01939e4a-7c01-7000-8000-000000000001")
        .field("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
        .field("span_id", "00f067aa0ba902b7")
        .field("tool", "refund")
        .digest("tool_pin", Sha256.raw("pin".getBytes(US_ASCII)))
        .field("effect", "side_effect")
        .field("server", "mcp:billing")
        .field("decision", "require_approval")
        .field("approval_id", "01939e4a-7c00-7000-8000-0000000000bb")
        .field("approver", "user:bob")
        .field("receipt_id", "01939e4a-7c00-7000-8000-0000000000cc")
        .field("reservation_id", "01939e4a-7c00-7000-8000-0000000000dd")
        .field("sandbox", "bwrap")
        .field("outcome", "executed")
        .commitment("call_commitment", AuditCommitment.of(SALT, DIGEST))
        .commitment("result_commitment", AuditCommitment.of(SALT, SALT))
        .field("latency_us", 9_007_199_254_740_991L)
        .verdicts(
            List.of(
                new StageVerdict(Stage.RESOLVE, "ok", 0),
                new StageVerdict(Stage.EXECUTE, "ok", 1_250_000)))
        .build();
  }

  private static AuditEvent model() {
    return event(3, "model.call.executed")
        .field("model", "large-1")
        .foreign("model_served", "large-1 2026-11")
        .field("input_tokens", 1_000)
        .field("cached_tokens", 0)
        .field("output_tokens", 250)
        .field("nano_usd", 12_500_000)
        .field("price_version", "2026-11")
        .build();
  }

  private static AuditEvent everythingElse() {
    String digest = Base64Digest.of(DIGEST);
    return event(4, "subject.erased")
        .field("subject", "pseudonym-1")
        .field("resource", "profile:1")
        .field("skill", "tidy-up")
        .field("replay_of", "run-0")
        .field("nano_usd", -1)
        .field("signals", JsonValue.parse("[\"pii.email\",\"injection\"]"))
        .field(
            "body",
            JsonValue.parse(
                "[{\"path\":\"/request\",\"ct_sha256\":\"%s\",\"len\":128,\"dek_ref\":\"dek-7\","
                        .formatted(digest)
                    + "\"key_commit\":\"%s\",\"media\":\"application/json\"},".formatted(digest)
                    + "{\"path\":\"/response\",\"ct_sha256\":\"%s\",\"len\":0}]".formatted(digest)))
        .field(
            "redaction",
            JsonValue.parse(
                "{\"profile\":\"strict\",\"ruleset_sha256\":\"%s\",\"counts\":{\"secret\":2,\"email\":1}}"
                    .formatted(digest)))
        .field("producer", JsonValue.parse("{\"instance\":\"node-1\",\"counter\":17}"))
        .field("detail", JsonValue.parse("{\"basis\":\"art.17\",\"keys.deleted\":3}"))
        .build();
  }
}
