// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Where an audit chain keeps its events: a stage that transactions of the store write, and one
 * append-only log per tenant that only the chain writes. It keeps headers as the octets they are
 * and understands nothing of them. Implementations are thread-safe; several processes may share
 * one.
 *
 * <p>Staging is done by transactions, each on its own terms ({@link AuditOutbox}); whatever the
 * terms, an event that is staged or in the log already is not staged again.
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
   * @param expectedSize how many events the log has, as far as the caller knows; 0 if it was never
   *     written
   * @param entries at least one; the first has the place {@code expectedSize}
   * @param head where the log stands after them, under the same origin and recorded later than the
   *     head before
   * @return false, and nothing is changed, if the log has another size: somebody else appended
   *     first
   * @throws IllegalArgumentException if the entries do not continue the log without a gap, one is
   *     in it already, or the head is not that of the log after them; then nothing is changed
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
