// SPDX-License-Identifier: Apache-2.0
/**
 * Recomputing a log: {@link io.hermesx.core.audit.check.ChainCheck} goes over its entries and says
 * everything that is wrong. For HermesX' own modules; hosts call {@code AuditChain.verify}.
 */
package io.hermesx.core.audit.check;
