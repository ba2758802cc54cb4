// SPDX-License-Identifier: Apache-2.0
/**
 * Recording without waiting for the log: {@link io.hermesx.core.audit.spool.SpooledAuditChain} puts
 * events on a local disk first. How such a spool works is in {@code internal.spool}; what a chain
 * is, in {@link io.hermesx.core.audit}.
 */
package io.hermesx.core.audit.spool;
