// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

/**
 * The audit stage of one tenant, inside a transaction: what is staged is on record when the
 * transaction commits.
 */
@FunctionalInterface
public interface AuditOutbox {

  /**
   * Stages an event, and keeps its bodies. One that is on record already, under whatever
   * preparation, stays as it is.
   *
   * @throws IllegalArgumentException if it belongs to another tenant than the transaction
   */
  void stage(PreparedEvent event);
}
