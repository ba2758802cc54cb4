// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.time.Duration;

/**
 * Hears what a limiter decides and how its shared state answers, to count it or to trace it.
 * Implementations are thread-safe, quick and throw nothing: they run on the thread of the call. No
 * event holds anything that a tenant put in but the request itself.
 */
public interface RateLimiterListener {

  /** Hears nothing. */
  RateLimiterListener NONE = new RateLimiterListener() {};

  /** A request was decided; also one that a limiter answers without its shared state. */
  default void decided(RateRequest request, RateDecision decision) {}

  /**
   * The shared state answered.
   *
   * @param commands how many requests it answered in one call
   * @param took how long the call took
   */
  default void answered(int commands, Duration took) {}

  /**
   * The shared state did not answer.
   *
   * @param commands how many requests were in the call
   * @param took how long until that was clear
   * @param reason why, fit for a log
   */
  default void failed(int commands, Duration took, RuntimeException reason) {}

  /** From now on decisions are made without the shared state, until it answers a probe. */
  default void outageBegan() {}

  /** The shared state is used again. */
  default void outageEnded() {}

  /** A block was taken from the shared state, to be spent without asking. */
  default void leased(RateLimit limit, long amount) {}

  /** A block came to its end: so much of it was spent, the rest given back. */
  default void leaseEnded(RateLimit limit, long spent, long returned) {}
}
