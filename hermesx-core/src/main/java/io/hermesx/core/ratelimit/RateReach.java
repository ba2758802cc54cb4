// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/** How far the count of a limit reaches. */
public enum RateReach {
  /** Each tenant has a count of its own. */
  TENANT,
  /** One count for all tenants, such as what a provider allows the whole installation. */
  ALL_TENANTS
}
