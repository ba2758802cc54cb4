// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;

/**
 * The record that nobody can change unnoticed: one hash chain per tenant inside a Merkle tree.
 *
 * <p>An event goes in in two steps. {@link #prepare} turns it into octets without touching a
 * database; a transaction stages those, and from its commit on the event is on record. {@link
 * #sequence} then gives staged events their place and hash. Implementations are thread-safe.
 */
public interface AuditChain extends AutoCloseable {

  /**
   * Turns an event into the octets that will be hashed, but for its place. Does no I/O.
   *
   * @throws IllegalArgumentException if the header would be larger than 8 KiB or holds what the
   *     format does not allow
   */
  PreparedEvent prepare(AuditEvent event);

  /**
   * Says that events of a tenant may have been staged; the chain decides when to sequence them.
   * Never blocks for long.
   */
  void staged(TenantId tenant);

  /**
   * Gives every event staged so far its place and hash.
   *
   * @return how many
   */
  int sequence();

  /**
   * Recomputes the whole chain and tree of a tenant, staged events included, and reports everything
   * that is wrong.
   */
  AuditVerification verify(TenantId tenant);

  @Override
  void close();
}
