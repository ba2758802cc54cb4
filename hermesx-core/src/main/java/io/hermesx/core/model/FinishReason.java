// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

/** Why a model stopped. */
public enum FinishReason {
  /** It was done. */
  STOP,
  /** It reached the cap on what it may write. */
  LENGTH,
  /** It asks for tools. */
  TOOL_CALLS,
  /** The provider withheld the answer. */
  CONTENT_FILTER
}
