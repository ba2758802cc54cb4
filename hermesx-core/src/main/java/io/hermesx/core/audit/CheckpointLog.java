// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The signed checkpoints of the logs, and what anchors gave for them. It understands nothing of
 * them: whoever can write the database can write these too, and gains nothing by it.
 * Implementations are thread-safe; several processes may share one.
 */
public interface CheckpointLog {

  /**
   * Returns tenants whose log has events beyond its latest checkpoint, those whose checkpoint is
   * oldest first. Behind those come the ones whose latest checkpoint is beyond the log: no chain
   * made it, and it is not to hide the log.
   *
   * @param limit 1 to 10,000
   */
  List<TenantId> behind(int limit);

  /**
   * Keeps a checkpoint of each of some logs, in one step. The latest one before it goes, if it was
   * kept only until there is a later one and no anchor has a receipt for it. One that is smaller
   * than the latest is dropped; one of its size takes its place, unless that one is to stay.
   *
   * @param checkpoints by tenant, at most 10,000
   * @return the tenants whose checkpoint was dropped
   */
  Set<TenantId> keep(Map<TenantId, AuditCheckpoint> checkpoints);

  /** Returns the latest checkpoint of a log. */
  Optional<AuditCheckpoint> latest(TenantId tenant);

  /**
   * Returns checkpoints in ascending order of size.
   *
   * @param from the smallest size; 0 or more
   * @param limit 1 to 10,000
   */
  List<AuditCheckpoint> read(TenantId tenant, long from, int limit);

  /**
   * Keeps what an anchor gave for a checkpoint, which is kept as long as the log from then on. What
   * it gave before stays. The same octets of the same anchor for the same size are kept once.
   *
   * @param note the note that the anchor had, as its octets: two of one size can differ, and a
   *     receipt is for one of them
   * @return false, and nothing is kept, if that note is not the checkpoint of that size: another
   *     took its place, or a later one did
   */
  boolean anchored(TenantId tenant, AuditAnchor anchor, byte[] note);

  /**
   * Returns what anchors gave, in ascending order of size, within one of name, and of one anchor in
   * the order in which it was kept.
   *
   * @param from the smallest size; 0 or more
   * @param skip how many of these are passed over, such as those of the size that are known; 0 or
   *     more
   * @param limit 1 to 10,000
   */
  List<AuditAnchor> anchors(TenantId tenant, long from, long skip, int limit);

  /** As {@link #anchors(TenantId, long, long, int)}, from the first one of the size on. */
  default List<AuditAnchor> anchors(TenantId tenant, long from, int limit) {
    return anchors(tenant, from, 0, limit);
  }
}
