// SPDX-License-Identifier: Apache-2.0
/**
 * Giving events their place: {@link io.hermesx.core.audit.sequence.Sequencer} is the one writer of
 * a chain, whoever signs it. For HermesX' own modules; hosts use {@link
 * io.hermesx.core.audit.AuditChain}.
 */
package io.hermesx.core.audit.sequence;
