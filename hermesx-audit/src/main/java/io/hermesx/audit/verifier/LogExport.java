// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.DamagedHeadException;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.tenant.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One log, as far as its head was when this began. A head that cannot be read is left out, and the
 * log is written whole: whoever can damage one row is not to keep the evidence of all logs back.
 * Not thread-safe.
 */
final class LogExport {

  private static final int ENTRIES = 32;
  private static final int WITH_BODIES = 4; // each may have sixteen of a megabyte

  private final AuditLog log;
  private final TenantId tenant;
  private final BundleLines lines;
  private final BundleMarks marks;
  private final Optional<AuditHead> head;
  private List<AuditEntry> entries;

  /**
   * Reads where the log stands.
   *
   * @param page how many checkpoints, or receipts, are read at once; 2 to 10,000
   */
  LogExport(AuditLog log, TenantId tenant, BundleLines lines, int page) {
    this.log = log;
    this.tenant = tenant;
    this.lines = lines;
    this.marks = new BundleMarks(log, tenant, lines, page); // first: a round takes them away
    Optional<AuditHead> first = head();
    this.entries = log.read(tenant, 0, ENTRIES);
    boolean hasBegun = first.isEmpty() && !entries.isEmpty();
    this.head = hasBegun ? head() : first;
  }

  /** Whether anything is stored of the log. */
  boolean isThere() {
    return head.isPresent() || !entries.isEmpty() || marks.areThere();
  }

  void write(String origin) throws IOException {
    lines.log(origin);
    marks.writeTo(0);
    writeEntries(head.map(AuditHead::size).orElse(entries.isEmpty() ? 0 : Long.MAX_VALUE));
    if (head.isPresent()) {
      marks.writeTo(head.get().size()); // the last entries may be gone
    }
    marks.writeBeyond(() -> head().map(AuditHead::size).orElse(0L));
    if (head.isPresent()) {
      lines.head(head.get());
    }
  }

  private Optional<AuditHead> head() {
    try {
      return log.head(tenant);
    } catch (DamagedHeadException e) {
      return Optional.empty();
    }
  }

  private void writeEntries(long end) throws IOException {
    long next = 0;
    while (!entries.isEmpty() && next < end) {
      for (int i = 0; i < entries.size(); i += WITH_BODIES) {
        write(entries.subList(i, Math.min(entries.size(), i + WITH_BODIES)), end);
      }
      next = entries.get(entries.size() - 1).seq() + 1;
      entries = log.read(tenant, next, ENTRIES);
    }
  }

  private void write(List<AuditEntry> some, long end) throws IOException {
    Map<UUID, List<EventBody>> bodies = bodies(some);
    for (AuditEntry entry : some) {
      if (entry.seq() < end) {
        marks.writeTo(entry.seq()); // of places whose entries are gone
        lines.entry(entry);
        for (EventBody body : bodies.getOrDefault(entry.id(), List.of())) {
          lines.body(entry.seq(), body.path(), body.ciphertext());
        }
        marks.writeTo(entry.seq() + 1);
      }
    }
  }

  private Map<UUID, List<EventBody>> bodies(List<AuditEntry> of) {
    Set<UUID> events = of.stream().map(AuditEntry::id).collect(Collectors.toSet());
    return log.bodies(tenant, events).stream().collect(Collectors.groupingBy(EventBody::event));
  }
}
