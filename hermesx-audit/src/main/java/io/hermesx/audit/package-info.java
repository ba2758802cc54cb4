// SPDX-License-Identifier: Apache-2.0

/**
 * The audit chain that proves itself to outsiders: signed checkpoints, inclusion and consistency
 * proofs, exports and an offline verifier. So far it has the {@linkplain io.hermesx.audit.note
 * signed notes} and what a signer remembers of each log, {@link io.hermesx.audit.SignerState}:
 * {@code io.hermesx.core.audit} holds the contract that will be implemented here, and the hash
 * chain in memory that hosts can run on today.
 */
package io.hermesx.audit;
