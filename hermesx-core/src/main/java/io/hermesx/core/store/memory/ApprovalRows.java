// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalState;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** Approvals by id, and the few that are still open in the order they were requested in. */
final class ApprovalRows {

  private static final Comparator<Place> OLDEST_FIRST =
      Comparator.comparing(Place::requestedAt).thenComparing(place -> place.id().value());

  final NavigableMap<UUID, Approval> byId = new TreeMap<>(NewestFirst.OCTET_ORDER);
  final NavigableMap<Place, Approval> open = new TreeMap<>(OLDEST_FIRST);

  /** Where an approval stands in the queue; this never changes. */
  record Place(Instant requestedAt, ApprovalId id) {

    static Place of(Approval approval) {
      return new Place(approval.requestedAt(), approval.id());
    }
  }

  /** Writes an approval as it stands now. */
  void put(Approval approval) {
    byId.put(approval.id().value(), approval);
    if (isOpen(approval.state())) {
      open.put(Place.of(approval), approval);
    } else {
      open.remove(Place.of(approval));
    }
  }

  void remove(Approval approval) {
    byId.remove(approval.id().value());
    open.remove(Place.of(approval));
  }

  /** Takes those whose time is over out of the open ones, so that these stay few. */
  void expire(Instant now) {
    open.values().removeIf(approval -> !isOpen(approval.stateAt(now)));
  }

  static boolean isOpen(ApprovalState state) {
    return state == ApprovalState.PENDING || state == ApprovalState.APPROVED;
  }
}
