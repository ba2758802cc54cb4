// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.audit.AuditHead;


import io.hermesx.core.Sha256;
import io.hermesx.core.time.Instants;
import java.util.List;

/**
 * What a stored head says of its log; nothing of it is believed, not even that its parts fit.
 *
 * @param origin the name of the log
 * @param size how many events it has
 * @param previous the leaf of the last one
 * @param frontier the roots of the complete subtrees, the largest first
 * @param recordedMicros when the last event was recorded
 */
public record HeadClaim(
    String origin, long size, Sha256 previous, List<Sha256> frontier, long recordedMicros) {

  /** Copies the list. */
  public HeadClaim {
    frontier = List.copyOf(frontier);
  }

  static HeadClaim of(AuditHead head) {
    return new HeadClaim(
        head.origin(),
        head.size(),
        head.previous(),
        head.frontier().nodes(),
        Instants.toMicros(head.lastRecordedAt()));
  }
}
