// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.receipt.StageVerdict;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happened to the audit stage. */
final class GuardAudit {

  static final Logger LOG = LoggerFactory.getLogger(AgentGuard.class);

  private final GuardParts parts;
  private final GuardContext context;

  GuardAudit(GuardParts parts, GuardContext context) {
    this.parts = parts;
    this.context = context;
  }

  /** Starts an event of this context. */
  AuditEvent.Builder event(String type) {
    AuditEvent.Builder event =
        AuditEvent.builder(
                context.tenant(),
                type,
                parts.sources().ids().next(),
                parts.sources().clock().instant())
            .actor(context.actor())
            .field("run_id", context.run().value());
    context.session().ifPresent(session -> event.field("session_id", session.toString()));
    context.traceId().ifPresent(trace -> event.field("trace_id", trace));
    return event;
  }

  PreparedEvent prepare(AuditEvent.Builder event) {
    return chain().prepare(event.build());
  }

  /**
   * Puts an event on record by itself; that it cannot be written changes nothing about a refusal.
   */
  void alone(String type, UnaryOperator<AuditEvent.Builder> fields) {
    try {
      chain().append(prepare(fields.apply(event(type))));
    } catch (RuntimeException e) {
      LOG.warn("tenant {}: the audit event {} could not be written", context.tenant(), type, e);
    }
  }

  /** Tells the chain that something was staged. */
  void committed() {
    try {
      chain().staged(context.tenant());
    } catch (RuntimeException e) {
      LOG.warn("tenant {}: staged audit events could not be sequenced yet", context.tenant(), e);
    }
  }

  /** Puts a refusal on record. */
  void denied(
      String type,
      Denial denial,
      Optional<PolicyDecision> decision,
      UnaryOperator<AuditEvent.Builder> fields,
      List<StageVerdict> verdicts) {
    LOG.debug(
        "tenant {}: {} at {}: {}",
        context.tenant(),
        denial.code(),
        denial.stage(),
        denial.reason());
    alone(
        type,
        event ->
            policy(fields.apply(event), decision)
                .field("decision", "denied")
                .field("code", denial.code().wireName())
                .field("stage", denial.stage().wireName())
                .verdicts(verdicts));
  }

  static AuditEvent.Builder policy(AuditEvent.Builder event, Optional<PolicyDecision> decision) {
    decision.ifPresent(
        made ->
            event.foreign("policy_rule", made.rule()).foreign("policy_version", made.version()));
    return event;
  }

  private AuditChain chain() {
    return parts.records().audit();
  }
}
