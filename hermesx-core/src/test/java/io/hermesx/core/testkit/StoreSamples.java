// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalState;
import io.hermesx.core.approval.ApprovalUse;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.session.RunId;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolName;
import io.hermesx.core.tool.ToolPin;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rows to put into a store under test: complete, plausible, and different only where it matters.
 */
public final class StoreSamples {

  /** Who asks. */
  public static final Principal ALICE = Principal.user("alice", "tools:invoke");

  /** Who agrees. */
  public static final Principal BOB = Principal.user("bob", "approvals:decide");

  /** The agent that acts for {@link #ALICE}. */
  public static final Principal AGENT = Principal.agent("support-bot", "tools:invoke");

  /** What a call of {@link #ALICE} is counted by. */
  public static final Dimensions DIMENSIONS =
      Dimensions.none().with(Dimension.USER, "alice").with(Dimension.TOOL, "refund");

  /** How long samples of holds and approvals last. */
  public static final Duration TTL = Duration.ofMinutes(10);

  private final IdSource ids;

  /** Makes samples whose identifiers come from {@code ids}. */
  public StoreSamples(IdSource ids) {
    this.ids = ids;
  }

  /** An intent of a tool call, opened now, to be done within 30 seconds. */
  public ReceiptIntent intent(String run, String call, Instant now) {
    return new ReceiptIntent(
        new ReceiptId(ids.next()),
        ReceiptKind.TOOL,
        new RunId(run),
        new CallId(call),
        "refund",
        sha256("digest"),
        sha256("salt"),
        ALICE.ref(),
        Optional.of(AGENT.ref()),
        Optional.empty(),
        Optional.of(ids.next()),
        "policy-1",
        List.of(new StageVerdict(Stage.POLICY, "allow", 12)),
        now,
        now.plusSeconds(30));
  }

  /** The final row of an intent. */
  public ReceiptFinal result(ReceiptIntent intent, Instant now) {
    return new ReceiptFinal(
        intent.id(),
        ReceiptStatus.EXECUTED,
        "{\"refunded\":true}",
        List.of("pii.email"),
        1_500,
        List.of(new StageVerdict(Stage.EXECUTE, "ok", 4_200)),
        now);
  }

  /** A pending approval for a call of {@link #ALICE} through {@link #AGENT}. */
  public Approval approval(String run, String call, Instant now) {
    return approval(run, call, now, Optional.of(AGENT));
  }

  /** A pending approval for a call of {@link #ALICE} through an agent of choice. */
  public Approval approval(String run, String call, Instant now, Optional<Principal> agent) {
    return new Approval(
        new ApprovalId(ids.next()),
        ALICE,
        agent,
        new RunId(run),
        new CallId(call),
        new ToolName("refund"),
        new ToolPin(sha256("pin")),
        sha256("digest of " + run + " " + call),
        "policy-1",
        "{\"amount\":40}",
        ApprovalState.PENDING,
        Optional.empty(),
        now,
        now.plus(TTL));
  }

  /** Exactly the call an approval was requested for. */
  public static ApprovalUse useOf(Approval approval) {
    return new ApprovalUse(
        approval.run(),
        approval.call(),
        approval.digest(),
        approval.pin(),
        approval.policyVersion());
  }

  /** The word of {@link #BOB}: yes. */
  public static ApprovalDecision yes(Instant at) {
    return new ApprovalDecision(BOB, true, at);
  }

  /** The word of {@link #BOB}: no. */
  public static ApprovalDecision no(Instant at) {
    return new ApprovalDecision(BOB, false, at);
  }

  /** A request to hold amounts for a call of {@link #ALICE}. */
  public ReserveRequest reserve(Amounts amounts, Instant now) {
    return new ReserveRequest(new ReservationId(ids.next()), DIMENSIONS, amounts, now.plus(TTL));
  }

  /** A usage event of {@link #ALICE}. */
  public UsageEvent usage(String id, Instant at, long nanoUsd) {
    return new UsageEvent(
        "hermesx.guard",
        id,
        at,
        DIMENSIONS,
        "large",
        "large",
        new TokenUsage(100, 20, 30),
        nanoUsd,
        "prices-1",
        UsageStatus.COMPLETE);
  }

  /** An audit event, ready to be staged. */
  public PreparedEvent event(TenantId tenant) {
    return new PreparedEvent(tenant, ids.next(), "{\"type\":\"sample\",\"v\":1}".getBytes(UTF_8));
  }

  /** An API key of {@link #ALICE} that never expires. */
  public ApiKey apiKey(String name, Instant now) {
    return new ApiKey(
        new ApiKeyId(ids.next()),
        name,
        ALICE.withRoles("support"),
        "hmx_sample",
        now,
        Optional.empty(),
        Optional.empty());
  }

  /** The id of a conversation. */
  public SessionId session() {
    return new SessionId(ids.next());
  }

  /** The key of a write of {@link #ALICE} that may be repeated. */
  public static IdempotencyKey idempotencyKey(String value) {
    return new IdempotencyKey(ALICE.ref() + " POST /v1/sessions", value);
  }

  /** A digest of a text. */
  public static Sha256 sha256(String text) {
    return Sha256.of("hermesx/testkit", text.getBytes(UTF_8));
  }
}
