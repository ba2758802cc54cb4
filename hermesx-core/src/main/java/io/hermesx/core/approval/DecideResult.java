// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

/** What came of a person's decision. */
public enum DecideResult {
  /** It is recorded. */
  RECORDED,
  /** The tenant has no such approval. */
  NOT_FOUND,
  /** It was decided before; the first decision stays. */
  ALREADY_DECIDED,
  /** Its time is over. */
  EXPIRED,
  /** The approver is the requester or the agent, or not a person: somebody else must decide. */
  FOUR_EYES,
  /** The approver may not decide approvals. */
  NOT_ALLOWED
}
