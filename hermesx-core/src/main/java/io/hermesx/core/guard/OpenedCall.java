// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.receipt.ReceiptId;
import java.time.Instant;

/**
 * A call whose intent is on record: from here on it may have taken effect.
 *
 * @param receipt its receipt
 * @param reservation what is held for it
 * @param commitment the salted digest that stands for it in the audit trail
 * @param deadline when the guard stops waiting
 * @param nanoUsd what a tool call costs; what a model call costs is known once it has answered
 */
record OpenedCall(
    ReceiptId receipt,
    ReservationId reservation,
    Sha256 commitment,
    Instant deadline,
    long nanoUsd) {}
