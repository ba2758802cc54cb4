// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

/** What came of presenting an approval. */
public enum ConsumeResult {
  /** It was good, and is used up now. */
  CONSUMED,
  /** The tenant has no such approval. */
  NOT_FOUND,
  /** Nobody has decided yet. */
  PENDING,
  /** A person refused. */
  DENIED,
  /** It was used before. */
  ALREADY_USED,
  /** Its time is over. */
  EXPIRED,
  /** It was given for another call. */
  OTHER_CALL,
  /** It was given for other arguments, another caller or another tool. */
  OTHER_ARGUMENTS,
  /** The tool's definition has changed since. */
  OTHER_PIN,
  /** The policy has changed since. */
  OTHER_POLICY
}
