// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.CheckpointSigner;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.MerkleFrontier;
import java.util.List;
import java.util.Optional;

/**
 * What is to be signed of a log, and by whom.
 *
 * @param before what was signed last, by the signer's own memory
 * @param checkpoint what is signed
 * @param tree the tree behind it; empty where keys change, in the middle of the log
 * @param signers who signs
 * @param keys what the signer's memory is told about who signs
 */
record Signable(
    Optional<Checkpoint> before,
    Checkpoint checkpoint,
    Optional<MerkleFrontier> tree,
    List<CheckpointSigner> signers,
    KeyChange keys) {

  static Signable of(
      AuditHead head, Optional<Checkpoint> before, List<CheckpointSigner> signers, KeyChange keys) {
    MerkleFrontier tree = head.frontier();
    Checkpoint checkpoint = new Checkpoint(head.origin(), tree.size(), tree.root());
    return new Signable(before, checkpoint, Optional.of(tree), signers, keys);
  }

  /** Whether the memory has this very checkpoint already, and nothing changes about the keys. */
  boolean isSigned() {
    return before.equals(Optional.of(checkpoint)) && keys.equals(KeyChange.NONE);
  }
}
