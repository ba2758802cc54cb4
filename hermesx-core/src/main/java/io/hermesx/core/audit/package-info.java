// SPDX-License-Identifier: Apache-2.0
/**
 * Proof of what happened: {@link io.hermesx.core.audit.AuditChain} over an {@link
 * io.hermesx.core.audit.AuditLog}, in the frozen v1 format of header, leaf and tree ({@code
 * docs/reference/formats.md}). {@link io.hermesx.core.audit.UnsignedAuditChain} is the chain that
 * needs nothing else; what it cannot show, it says. Signed checkpoints, proofs for outsiders and
 * the offline verifier live in {@code hermesx-audit}; the record of a single call is {@link
 * io.hermesx.core.receipt}.
 */
package io.hermesx.core.audit;
