// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

/** What a budget is counted in. */
public enum BudgetUnit {
  /** Money, in nano-USD. */
  NANO_USD,
  /** Model tokens. */
  TOKENS,
  /** Calls. */
  REQUESTS
}
