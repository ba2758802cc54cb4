// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.usage;

/** Whether the call a usage event counts came to its end. */
public enum UsageStatus {
  /** The whole answer came. */
  COMPLETE,
  /** Part of the answer came. */
  PARTIAL,
  /** Nothing came. */
  ABORTED
}
