// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.proof.ConsistencyProof;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether a log continues what was signed of it. What it reads it takes for forged until the
 * hashes say otherwise: from the tree that was signed last, and the leaves since, follows the tree
 * that is to be signed. For the logs signed lately it remembers the tree's frontier, and one read
 * of the new leaves is enough; for others it checks a consistency proof. Not thread-safe.
 */
final class TreeGrowth {

  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_LEAVES = 1_000;

  private final AuditLog log;
  private final Map<TenantId, MerkleFrontier> signed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TenantId, MerkleFrontier> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  TreeGrowth(AuditLog log) {
    this.log = log;
  }

  /** Remembers the tree that was signed. */
  void signed(TenantId tenant, MerkleFrontier tree) {
    signed.put(tenant, tree);
  }

  /**
   * Says why a tree must not be signed; empty if it may be.
   *
   * @param before what was signed last, by the signer's own memory
   * @param now the tree as the log says it is
   */
  Optional<String> against(TenantId tenant, Checkpoint before, Checkpoint now) {
    if (now.size() < before.size()) {
      return Optional.of(
          "it has "
              + now.size()
              + " events and "
              + before.size()
              + " were signed: events were taken from its end, or an older state was restored");
    }
    return continues(tenant, before, now)
        ? Optional.empty()
        : Optional.of(
            "its first "
                + before.size()
                + " events are not those that were signed: they were changed, or another log was"
                + " put in its place");
  }

  private boolean continues(TenantId tenant, Checkpoint before, Checkpoint now) {
    if (now.size() == before.size()) {
      return now.root().equals(before.root());
    }
    MerkleFrontier known = signed.get(tenant);
    long added = now.size() - before.size();
    if (known != null && known.size() == before.size() && added <= MOST_LEAVES) {
      return known.root().equals(before.root())
          && grown(tenant, known, (int) added).root().equals(now.root());
    }
    MerkleProver prover = new MerkleProver(new LogTreeHashes(log, tenant));
    ConsistencyProof proof = prover.consistency(before.size(), now.size());
    return proof.verify(before.root(), now.root());
  }

  private MerkleFrontier grown(TenantId tenant, MerkleFrontier from, int added) {
    List<Sha256> leaves = log.hashes(tenant, 0, from.size(), added);
    MerkleFrontier tree = from;
    for (Sha256 leaf : leaves) {
      tree = tree.append(leaf);
    }
    return tree;
  }
}
