// SPDX-License-Identifier: Apache-2.0

/**
 * Proofs about a log: that an event is in it (inclusion) and that one state of it continues another
 * (consistency), as RFC 6962 §2.1 and RFC 9162 §2.1 define them; receipts that carry such a proof
 * with the signed checkpoint; and the log as a folder of files that other transparency tools read.
 *
 * <p>{@link io.hermesx.audit.proof.MerkleProver} makes proofs from the hashes that a store keeps,
 * {@link io.hermesx.audit.proof.TreeHashes}; verifying needs no store at all.
 */
package io.hermesx.audit.proof;
