// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

/**
 * A place outside the audited database that remembers checkpoints, so that whoever owns the
 * database cannot take back what a log has said of itself. A host may implement it, such as for an
 * object store with retention locks.
 *
 * <p>Implementations are thread-safe and may block on I/O. Anchoring a checkpoint again is allowed
 * and does no harm: a chain asks again, at most each hour, where a log does not grow. What proves
 * nothing new then should be the same octets as before, which are kept once.
 */
public interface CheckpointAnchor {

  /** A short name for reports and logs, such as {@code file}; the same for ever. */
  String name();

  /**
   * Anchors a checkpoint and returns when the anchor has it for good.
   *
   * @param checkpoint the whole signed note: text, empty line, signatures
   * @param log proves that the checkpoint continues an earlier one, for anchors that want to know
   * @return the anchor's receipt, which is stored with the checkpoint and given to verifiers; what
   *     it means is the anchor's matter
   * @throws AnchorException if the anchor could not be reached or did not take it; it may have it
   *     even so, and calling again is safe
   */
  byte[] anchor(byte[] checkpoint, ConsistencyProofs log);
}
