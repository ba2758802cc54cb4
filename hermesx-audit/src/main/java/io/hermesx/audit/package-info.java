// SPDX-License-Identifier: Apache-2.0

/**
 * The audit chain that proves itself to outsiders. {@link io.hermesx.audit.SignedAuditChain} is an
 * {@link io.hermesx.core.audit.AuditChain} over any {@link io.hermesx.core.audit.AuditLog}: it
 * signs each log that grew, lists what it signed in a log of logs, and gives that to anchors. A
 * host implements what must be out of reach of whoever owns the database: {@link
 * io.hermesx.audit.SignerState}, of which {@link io.hermesx.audit.FileSignerState} is the one for a
 * single machine, and {@link io.hermesx.audit.CheckpointAnchor}. {@link
 * io.hermesx.audit.AuditStatus} says how far the signed record reaches.
 *
 * <p>Beside it are the {@linkplain io.hermesx.audit.note signed notes}, {@linkplain
 * io.hermesx.audit.proof proofs} and {@linkplain io.hermesx.audit.anchor anchors}, and an offline
 * {@linkplain io.hermesx.audit.verifier verifier} that needs nobody's word.
 */
package io.hermesx.audit;
