// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

/** Where an approval stands. */
public enum ApprovalState {
  /** Waits for a person. */
  PENDING,
  /** A person agreed; not used yet. */
  APPROVED,
  /** A person refused. Final. */
  DENIED,
  /** Used for its one call. Final. */
  CONSUMED,
  /** Not used in time. Final. */
  EXPIRED
}
