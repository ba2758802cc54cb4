// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/** What a rate limit counts. */
public enum RateUnit {
  /** Calls. */
  REQUESTS,
  /** Model tokens. */
  TOKENS
}
