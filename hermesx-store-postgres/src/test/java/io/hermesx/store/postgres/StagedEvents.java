// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A chain so simple that two stores can be compared by it. */
final class StagedEvents {

  private static final int AT_A_TIME = 2;

  private StagedEvents() {}

  /** Puts the oldest staged events of a tenant into its log. */
  static boolean sequence(AuditLog log, TenantId tenant) {
    List<PreparedEvent> staged = log.staged(tenant, AT_A_TIME);
    if (staged.isEmpty()) {
      return false;
    }
    Optional<AuditHead> head = log.head(tenant);
    long size = head.map(AuditHead::size).orElse(0L);
    MerkleFrontier frontier = head.map(AuditHead::frontier).orElse(MerkleFrontier.EMPTY);
    List<AuditEntry> entries = new ArrayList<>();
    for (PreparedEvent event : staged) {
      AuditEntry entry = entry(size + entries.size(), event);
      frontier = frontier.append(entry.leaf());
      entries.add(entry);
    }
    long after = size + entries.size();
    Sha256 last = entries.get(entries.size() - 1).leaf();
    AuditHead next =
        new AuditHead(
            "compared/" + tenant, after, last, frontier, MutableClock.START.plusSeconds(after));
    AuditAppend append = new AuditAppend(tenant, size, entries, List.of(), List.of(), next);
    return log.append(List.of(append)).equals(List.of(AppendResult.APPENDED));
  }

  private static AuditEntry entry(long place, PreparedEvent event) {
    byte[] header = (place + "/" + event.id()).getBytes(US_ASCII);
    return new AuditEntry(place, event.id(), header, Sha256.raw(header));
  }
}
