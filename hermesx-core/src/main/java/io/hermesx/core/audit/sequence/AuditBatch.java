// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import java.util.List;

/**
 * Entries that continue a log, with the head after them.
 *
 * @param expectedSize how many events the log has before them
 * @param entries the entries
 * @param head the head after them
 * @param last whether nothing more was staged when they were put together
 */
public record AuditBatch(
    long expectedSize, List<AuditEntry> entries, AuditHead head, boolean last) {

  public AuditEntry lastEntry() {
    return entries.get(entries.size() - 1);
  }
}
