// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.time.Instants;
import io.hermesx.core.tool.CallId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The first row of a receipt, committed before anything runs: this is about to be done.
 *
 * @param id the receipt
 * @param kind tool or model
 * @param run the run
 * @param call the call within the run; unique with it in a tenant
 * @param target the tool's or model's name
 * @param digest the argument digest of a tool call, the request digest of a model call
 * @param salt 32 random octets in hexadecimal that open the commitment in the audit trail
 * @param actor who acts, as {@code user:alice}
 * @param agent the agent acting for it, if any
 * @param approval the approval that was consumed, if any
 * @param reservation the budget reservation
 * @param policyVersion the version of the policy that allowed it
 * @param verdicts what each stage said so far
 * @param openedAt when it was opened, by the store's clock
 * @param deadline when the guard stops waiting, by the store's clock
 */
public record ReceiptIntent(
    ReceiptId id,
    ReceiptKind kind,
    RunId run,
    CallId call,
    String target,
    Sha256 digest,
    Sha256 salt,
    String actor,
    Optional<String> agent,
    Optional<UUID> approval,
    Optional<UUID> reservation,
    String policyVersion,
    List<StageVerdict> verdicts,
    Instant openedAt,
    Instant deadline) {

  /** Copies the list and cuts instants to the microseconds that every store keeps. */
  public ReceiptIntent {
    verdicts = List.copyOf(verdicts);
    openedAt = Instants.truncate(openedAt);
    deadline = Instants.truncate(deadline);
  }
}
