// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/** What a limit does with a call that does not fit. */
public enum RateEnforcement {
  /** It refuses the call. */
  ENFORCED,
  /** It lets the call pass, takes nothing, and tells that it would have refused. */
  SHADOW
}
