// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.List;

/**
 * The record that nobody can change unnoticed: one hash chain per tenant inside a Merkle tree.
 *
 * <p>An event goes in in two steps. {@link #prepare} turns it into octets without touching a
 * database. Then a transaction stages those, and from its commit on the event is on record; {@link
 * #sequence} gives it its place and hash later. Or {@link #append} puts it on record by itself,
 * together with whatever else comes at the time. Implementations are thread-safe.
 */
public interface AuditChain extends AutoCloseable {

  /**
   * Turns an event into the octets that will be hashed, but for its place. Does no I/O.
   *
   * @throws IllegalArgumentException if the header would be larger than 8 KiB or holds what the
   *     format does not allow
   */
  PreparedEvent prepare(AuditEvent event);

  /** Puts an event on record outside of a transaction, as {@link #append(List)}. */
  default void append(PreparedEvent event) {
    append(List.of(event));
  }

  /**
   * Puts events on record outside of a transaction, those of a tenant in this order. Blocks until
   * they are durable; many threads that append at the same time share the log's work. Appending an
   * event again is the same as once, also if it was staged before or prepared anew: the preparation
   * that is on record first is the one that counts, with its bodies.
   *
   * @throws IllegalArgumentException if one is not what {@link #prepare} returned; the others are
   *     on record
   * @throws io.hermesx.core.HermesException if one is not on record, or nobody knows: append the
   *     same events again
   */
  void append(List<PreparedEvent> events);

  /**
   * Says that events of a tenant may have been staged; the chain decides when to sequence them.
   * Never fails: what is staged is on record, and {@link #sequence} reports what is wrong. Blocks
   * at most for the sequencing of what is staged for this tenant.
   */
  void staged(TenantId tenant);

  /**
   * Gives every event staged so far its place and hash. Blocks on the log.
   *
   * @return how many this chain placed; another may have placed some at the same time
   * @throws io.hermesx.core.HermesException once everything else is sequenced, if a staged event is
   *     not what was prepared: it stays staged
   */
  int sequence();

  /**
   * Sequences what is staged for a tenant, then recomputes its whole chain and tree and reports
   * everything that is wrong. Reads the whole log; events appended meanwhile are left out.
   */
  AuditVerification verify(TenantId tenant);

  @Override
  void close();
}
