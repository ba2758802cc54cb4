// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Where an audit chain keeps its events: a stage that transactions of the store write, and one
 * append-only log per tenant that only the chain writes. Implementations are thread-safe; several
 * processes may share one.
 */
public interface AuditLog {

  /** Returns tenants that have staged events, at most {@code limit} of them (1 to 10,000). */
  List<TenantId> stagedTenants(int limit);

  /**
   * Returns staged events of a tenant in the order of their commits, at most {@code limit} of them
   * (1 to 10,000).
   */
  List<PreparedEvent> staged(TenantId tenant, int limit);

  /** Returns where the log of a tenant stands; empty if it was never written. */
  Optional<AuditHead> head(TenantId tenant);

  /**
   * Appends entries, takes their events off the stage and moves the head, all in one step, if the
   * log still has {@code expectedSize} events.
   *
   * @return false, and nothing is changed, if somebody else appended first
   * @throws IllegalArgumentException if the entries do not continue the log without a gap, or one
   *     is in it already
   */
  boolean append(TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head);

  /**
   * Returns entries from a place on, in order.
   *
   * @param from the first place; 0 or more
   * @param limit 1 to 10,000
   */
  List<AuditEntry> read(TenantId tenant, long from, int limit);
}
