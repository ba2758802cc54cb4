// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import io.hermesx.core.tenant.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Where an audit chain keeps its events: a stage that transactions of the store write, one
 * append-only log per tenant that only the chain writes, and the signed checkpoints beside it. It
 * keeps headers as the octets they are and understands nothing of them. Implementations are
 * thread-safe; several processes may share one.
 *
 * <p>Staging is done by transactions, each on its own terms ({@link AuditOutbox}); whatever the
 * terms, an event that is staged or in the log already is not staged again.
 *
 * <p>An event that is prepared again has the same id, and bodies that were encrypted anew. The
 * preparation that is kept first wins whole, header and bodies, however the two come: what is
 * staged or in the log keeps its bodies and gets none of the other.
 */
public interface AuditLog {

  /** Returns tenants that have staged events, at most {@code limit} of them (1 to 10,000). */
  List<TenantId> stagedTenants(int limit);

  /**
   * Returns staged events of tenants, each tenant's in the order of their commits.
   *
   * @param tenants at most 10,000; one without staged events is not in the answer
   * @param limit the most of each tenant, 1 to 10,000
   */
  Map<TenantId, List<PreparedEvent>> staged(Collection<TenantId> tenants, int limit);

  /** Returns the staged events of one tenant, as {@link #staged(Collection, int)}. */
  default List<PreparedEvent> staged(TenantId tenant, int limit) {
    return staged(Set.of(tenant), limit).getOrDefault(tenant, List.of());
  }

  /**
   * Returns where the logs of tenants stand; one that was never written is not in the answer.
   *
   * @param tenants at most 10,000
   * @throws DamagedHeadException if some of them cannot be read as heads; it says which, and the
   *     others can be asked for without those
   */
  Map<TenantId, AuditHead> heads(Collection<TenantId> tenants);

  /** Returns where the log of a tenant stands; empty if it was never written. */
  default Optional<AuditHead> head(TenantId tenant) {
    return Optional.ofNullable(heads(Set.of(tenant)).get(tenant));
  }

  /**
   * Appends to the logs of several tenants in one durable step: adds the entries and nodes, takes
   * the events off the stage and moves the head. What one tenant's log does not take does not keep
   * the others from it. Where an event that comes with bodies is on the stage, the log does not
   * take it: it is appended as it was staged.
   *
   * @param appends at most 10,000, each of another tenant
   * @return what became of each, in their order
   * @throws IllegalArgumentException if a tenant is there twice; then nothing is changed
   */
  List<AppendResult> append(List<AuditAppend> appends);

  /**
   * Returns entries from a place on, in order.
   *
   * @param from the first place; 0 or more
   * @param limit 1 to 10,000
   */
  List<AuditEntry> read(TenantId tenant, long from, int limit);

  /** Returns the place of an event in the log of a tenant; empty if it has none. */
  OptionalLong find(TenantId tenant, UUID event);

  /**
   * Returns hashes of one level of the tree from an index on, in order, without a gap.
   *
   * @param level 0 for the leaves of the entries, else the level of nodes as in {@link AuditNode}
   * @param from the first index; 0 or more
   * @param limit 1 to 10,000
   */
  List<Sha256> hashes(TenantId tenant, int level, long from, int limit);

  /**
   * Returns the encrypted payload of events, staged ones included, by event and path.
   *
   * @param events at most 10,000
   */
  List<EventBody> bodies(TenantId tenant, Collection<UUID> events);

  /** Where the signed checkpoints of the logs are kept. */
  CheckpointLog checkpoints();
}
