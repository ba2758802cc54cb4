// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * How far one log goes and how far that is proven.
 *
 * @param log its name
 * @param events how many events it has
 * @param root the root of the tree over them
 * @param signedTo the size of the largest checkpoint that is signed as the policy wants it and has
 *     the root of the events; 0 if there is none
 * @param anchoredTo the largest size whose root is known from outside the bundle and is that of the
 *     events; 0 if there is none
 * @param stampedAt the last time that receipts of anchors in the bundle prove of this log, as
 *     time-stamp authorities and quorums of witnesses say it; such a receipt says that a checkpoint
 *     existed then, and not that there was no later one
 * @param bodies what became of the payload
 */
public record LogReport(
    String log,
    long events,
    Sha256 root,
    long signedTo,
    long anchoredTo,
    Optional<Instant> stampedAt,
    BodyCounts bodies) {

  /** Events behind the last signed checkpoint: who can write the log could have made them up. */
  public long unsigned() {
    return Math.max(0, events - signedTo);
  }

  /** Events behind the last anchor: they could be cut off without a trace. */
  public long unanchored() {
    return Math.max(0, events - anchoredTo);
  }
}
