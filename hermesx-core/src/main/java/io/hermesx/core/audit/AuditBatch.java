// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.util.List;

/**
 * Entries that continue a log, with the head after them.
 *
 * @param expectedSize how many events the log has before them
 * @param entries the entries
 * @param head the head after them
 * @param last whether nothing more was staged when they were put together
 */
record AuditBatch(long expectedSize, List<AuditEntry> entries, AuditHead head, boolean last) {

  AuditEntry lastEntry() {
    return entries.get(entries.size() - 1);
  }
}
