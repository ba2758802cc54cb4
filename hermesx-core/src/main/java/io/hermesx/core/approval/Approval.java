// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.session.RunId;
import io.hermesx.core.time.Instants;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolName;
import io.hermesx.core.tool.ToolPin;
import java.time.Instant;
import java.util.Optional;

/**
 * One call that waits for a person's consent: bound to this call, these exact arguments, this
 * definition of the tool and this version of the policy. It can be used once.
 *
 * @param id its identity
 * @param requester on whose authority the call would run
 * @param agent the agent that asked, if any
 * @param run the run of the call
 * @param call the call
 * @param tool the tool
 * @param pin the tool's definition
 * @param digest the argument digest
 * @param policyVersion the policy that asked for consent
 * @param arguments the canonical arguments: exactly the bytes that the digest covers, for the
 *     reviewer to read
 * @param state where it stands as recorded; {@link #stateAt} takes expiry into account
 * @param decision what a person said, once they have
 * @param requestedAt when it was requested, by the store's clock
 * @param expiresAt when it can no longer be decided or used
 */
public record Approval(
    ApprovalId id,
    Principal requester,
    Optional<Principal> agent,
    RunId run,
    CallId call,
    ToolName tool,
    ToolPin pin,
    Sha256 digest,
    String policyVersion,
    String arguments,
    ApprovalState state,
    Optional<ApprovalDecision> decision,
    Instant requestedAt,
    Instant expiresAt) {

  /** Cuts the instants to the microseconds that every store keeps. */
  public Approval {
    requestedAt = Instants.truncate(requestedAt);
    expiresAt = Instants.truncate(expiresAt);
  }

  /**
   * Returns where it stands at an instant of the store's clock: open ones are expired from {@link
   * #expiresAt} on.
   */
  public ApprovalState stateAt(Instant now) {
    boolean open = state == ApprovalState.PENDING || state == ApprovalState.APPROVED;
    return open && !now.isBefore(expiresAt) ? ApprovalState.EXPIRED : state;
  }

  /** Returns this approval as it stands after a person's word. */
  public Approval decided(ApprovalDecision word) {
    ApprovalState next = word.approved() ? ApprovalState.APPROVED : ApprovalState.DENIED;
    return with(next, Optional.of(word));
  }

  /** Returns this approval as it stands after its one use. */
  public Approval consumed() {
    return with(ApprovalState.CONSUMED, decision);
  }

  /** Returns this approval as requested at an instant and open until another. */
  public Approval requestedAt(Instant at, Instant until) {
    return new Approval(
        id,
        requester,
        agent,
        run,
        call,
        tool,
        pin,
        digest,
        policyVersion,
        arguments,
        state,
        decision,
        at,
        until);
  }

  private Approval with(ApprovalState next, Optional<ApprovalDecision> word) {
    return new Approval(
        id,
        requester,
        agent,
        run,
        call,
        tool,
        pin,
        digest,
        policyVersion,
        arguments,
        next,
        word,
        requestedAt,
        expiresAt);
  }
}
