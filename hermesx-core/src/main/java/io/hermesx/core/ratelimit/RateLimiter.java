// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/**
 * Decides whether a call fits every rate limit that matches it, in one atomic step: it takes from
 * all layers or from none.
 *
 * <p>Implementations are thread-safe. A limiter that cannot decide throws {@link
 * RateLimiterUnavailableException}, and the guard denies.
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
   * Ends a call that ran: frees its slots of limits on concurrency, and keeps what else it took.
   * Doing it twice is the same as doing it once.
   *
   * @return whether a slot was freed
   */
  boolean release(RatePermit permit);

  /**
   * Gives back what was taken for a call that did not run, less what has refilled by itself since,
   * and never into a later window. A limit whose numbers have changed since gets nothing back,
   * apart from slots. Doing it twice is the same as doing it once, and a layer never holds more
   * than its capacity.
   *
   * @return whether anything was given back
   */
  boolean refund(RatePermit permit);

  /**
   * Begins the lease of the slots of a running call anew.
   *
   * @return whether it still held all of its slots; if not, it now runs beside the limit
   */
  boolean renew(RatePermit permit);

  @Override
  void close();

  /** A limiter without limits: says yes to everything. Choosing it is explicit. */
  static RateLimiter unlimited() {
    return UnlimitedRateLimiter.INSTANCE;
  }
}
