// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import java.util.UUID;

/**
 * The ends of what the event ids of an append span, in the order of the database: that of their
 * octets, which is not the one that {@link UUID} has.
 *
 * @param lowest the first of the ids
 * @param highest the last of the ids
 */
record IdSpan(UUID lowest, UUID highest) {

  static IdSpan of(AuditAppend append) {
    UUID lowest = append.last().id();
    UUID highest = lowest;
    for (AuditEntry entry : append.entries()) {
      lowest = isBefore(entry.id(), lowest) ? entry.id() : lowest;
      highest = isBefore(highest, entry.id()) ? entry.id() : highest;
    }
    return new IdSpan(lowest, highest);
  }

  private static boolean isBefore(UUID one, UUID other) {
    long first = one.getMostSignificantBits();
    long second = other.getMostSignificantBits();
    return first == second
        ? Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits()) < 0
        : Long.compareUnsigned(first, second) < 0;
  }
}
