// SPDX-License-Identifier: Apache-2.0
/**
 * The frozen octets of the audit trail: reading and writing headers, the hashes of leaf, chain and
 * tree, and the codes of what can be wrong with them. {@code docs/reference/formats.md} says the
 * same in words. For HermesX' own modules; hosts use {@link io.hermesx.core.audit}.
 */
package io.hermesx.core.audit.format;
