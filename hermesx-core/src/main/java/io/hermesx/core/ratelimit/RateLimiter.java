// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/**
 * Decides whether a call fits every rate limit that matches it, in one atomic step: it takes from
 * all layers or from none.
 *
 * <p>Implementations are thread-safe. A limiter that cannot decide throws, and the guard denies.
 */
public interface RateLimiter extends AutoCloseable {

  /**
   * Takes what is asked from every matching layer if it fits all of them, and nothing otherwise.
   */
  RateDecision tryAcquire(RateRequest request);

  /**
   * Answers as {@link #tryAcquire} would now, and takes nothing: the states are those before it.
   */
  RateDecision peek(RateRequest request);

  /**
   * Gives back what was taken for a call that did not run. Doing it twice is the same as doing it
   * once, and a layer never holds more than its burst.
   *
   * @return whether anything was given back
   */
  boolean refund(RatePermit permit);

  @Override
  void close();

  /** A limiter without limits: says yes to everything. Choosing it is explicit. */
  static RateLimiter unlimited() {
    return UnlimitedRateLimiter.INSTANCE;
  }
}
