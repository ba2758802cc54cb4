// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.proof.ConsistencyProof;

/**
 * Where an anchor that asks for more than a checkpoint gets it: the proofs that the log of one size
 * continues that of another. They are made when they are asked for, from what the audited database
 * says, which blocks as long as that takes. Thread-safe.
 */
@FunctionalInterface
public interface ConsistencyProofs {

  /**
   * Proves that the log continues an earlier size of itself. If the log was tampered with, the
   * proof does not hold.
   *
   * @param from the earlier size, 1 or more
   * @param to the later size, {@code from} to that of the checkpoint that is being anchored
   * @throws IllegalArgumentException if the sizes are not in this order
   * @throws io.hermesx.core.HermesException if the log cannot be read, or lacks what it must have
   */
  ConsistencyProof between(long from, long to);
}
