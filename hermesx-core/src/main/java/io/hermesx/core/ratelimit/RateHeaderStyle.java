// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/** A way in which HTTP answers tell of rate limits. */
public enum RateHeaderStyle {
  /**
   * {@code RateLimit-Policy} and {@code RateLimit}: every limit that matched, by its name
   * (draft-ietf-httpapi-ratelimit-headers, since its version 08).
   */
  DRAFT,
  /**
   * {@code RateLimit-Limit}, {@code RateLimit-Remaining} and {@code RateLimit-Reset}: the tightest
   * limit, as versions of that draft before 07 had it and many clients still read it.
   */
  TIGHTEST,
  /** The same as {@code X-RateLimit-Limit} and so on, with seconds to wait in {@code -Reset}. */
  X_TIGHTEST
}
