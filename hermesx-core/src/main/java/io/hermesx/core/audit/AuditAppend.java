// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What is to be put behind the end of one tenant's log.
 *
 * @param tenant whose log it is
 * @param expectedSize how many events the log has, as far as the caller knows; 0 if it was never
 *     written
 * @param entries at least one; the first has the place {@code expectedSize}
 * @param nodes the roots of the subtrees that these entries complete
 * @param bodies the encrypted payload of entries that were not staged
 * @param head where the log stands after them
 */
public record AuditAppend(
    TenantId tenant,
    long expectedSize,
    List<AuditEntry> entries,
    List<AuditNode> nodes,
    List<EventBody> bodies,
    AuditHead head) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if entries and head do not fit together: places with a gap, an
   *     event twice, a head that is not that of the log after the last entry
   */
  public AuditAppend {
    entries = List.copyOf(entries);
    nodes = List.copyOf(nodes);
    bodies = List.copyOf(bodies);
    require(!entries.isEmpty(), "there is nothing to append");
    Set<UUID> ids = new HashSet<>(2 * entries.size());
    long seq = expectedSize;
    for (AuditEntry entry : entries) {
      if (entry.seq() != seq) {
        throw refusal("the entry after " + (seq - 1) + " is " + entry.seq());
      }
      if (!ids.add(entry.id())) {
        throw refusal("event " + entry.id() + " is there twice");
      }
      seq++;
    }
    require(head.size() == seq, "the head says " + head.size() + " events, there are " + seq);
    require(head.frontier().size() == seq, "the frontier is not that of " + seq + " events");
    require(
        head.previous().equals(entries.get(entries.size() - 1).leaf()),
        "the head does not name the last leaf");
  }

  /** The last of the entries. */
  public AuditEntry last() {
    return entries.get(entries.size() - 1);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refusal(otherwise);
    }
  }

  private static IllegalArgumentException refusal(String reason) {
    return new IllegalArgumentException(reason + "; append what continues the log");
  }
}
