// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

/** Why a model gave no answer. */
public enum ModelFailure {
  /** It did not answer before the deadline. */
  TIMEOUT,
  /** The provider limits the caller. */
  RATE_LIMITED,
  /** The provider cannot be reached, or reports a failure of its own. */
  UNAVAILABLE,
  /** The connection broke, or the reader gave up, after part of the answer. */
  INTERRUPTED,
  /** The answer cannot be understood. */
  INVALID_RESPONSE,
  /** The provider refuses the request: another try will not help. */
  REJECTED
}
