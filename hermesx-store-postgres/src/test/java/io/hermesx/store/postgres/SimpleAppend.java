// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Appends whose headers are the octets that they are given. */
final class SimpleAppend {

  private SimpleAppend() {}

  /** What continues the log of a tenant. */
  static AuditAppend of(TenantId tenant, Optional<AuditHead> head, List<PreparedEvent> events) {
    long size = head.map(AuditHead::size).orElse(0L);
    MerkleFrontier frontier = head.map(AuditHead::frontier).orElse(MerkleFrontier.EMPTY);
    List<AuditEntry> entries = new ArrayList<>();
    List<AuditNode> nodes = new ArrayList<>();
    for (PreparedEvent event : events) {
      Sha256 leaf = Sha256.raw(event.octets());
      entries.add(new AuditEntry(frontier.size(), event.id(), event.octets(), leaf));
      frontier = frontier.append(leaf, nodes::add);
    }
    AuditHead next =
        new AuditHead(
            "simple/" + tenant,
            frontier.size(),
            entries.get(entries.size() - 1).leaf(),
            frontier,
            MutableClock.START.plusSeconds(frontier.size()));
    return new AuditAppend(tenant, size, entries, nodes, List.of(), next);
  }

  /** What continues the logs of several. */
  static List<AuditAppend> all(
      Map<TenantId, AuditHead> heads,
      List<TenantId> tenants,
      Function<TenantId, List<PreparedEvent>> events) {
    return tenants.stream()
        .map(tenant -> of(tenant, Optional.ofNullable(heads.get(tenant)), events.apply(tenant)))
        .toList();
  }
}
