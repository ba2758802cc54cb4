// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

/** What came of settling a reservation. */
public enum SettleResult {
  /** The hold is gone and the actual cost committed. */
  SETTLED,
  /** The hold had expired; the actual cost is committed all the same. */
  SETTLED_LATE,
  /** It was settled or cancelled before; nothing changed. */
  ALREADY_CLOSED,
  /** The tenant has no such reservation. */
  NOT_FOUND
}
