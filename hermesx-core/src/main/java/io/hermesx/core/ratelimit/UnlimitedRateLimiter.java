// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/** Says yes to everything. */
enum UnlimitedRateLimiter implements RateLimiter {
  INSTANCE;

  @Override
  public RateDecision tryAcquire(RateRequest request) {
    return RateDecision.NOT_LIMITED;
  }

  @Override
  public RateDecision peek(RateRequest request) {
    return RateDecision.NOT_LIMITED;
  }

  @Override
  public boolean refund(RatePermit permit) {
    return false;
  }

  @Override
  public void close() {}
}
