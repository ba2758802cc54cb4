// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.HermesException;

/**
 * Thrown where a limiter cannot decide, such as one that is full and would have to forget a limit
 * in use to go on. The guard then denies.
 */
public class RateLimiterUnavailableException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message fit for an operator's log. */
  public RateLimiterUnavailableException(String message) {
    super(message);
  }

  /** Creates an exception with a message fit for an operator's log and the failure behind it. */
  public RateLimiterUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
