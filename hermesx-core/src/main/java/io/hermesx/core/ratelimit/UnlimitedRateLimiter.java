// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/** Says yes to everything. */
enum UnlimitedRateLimiter implements RateLimiter {
  INSTANCE;

  @Override
  public RateDecision tryAcquire(RateRequest request) {
    return RateDecision.notLimited();
  }

  @Override
  public RateDecision peek(RateRequest request) {
    return RateDecision.notLimited();
  }

  @Override
  public boolean release(RatePermit permit) {
    return false;
  }

  @Override
  public boolean renew(RatePermit permit) {
    return !permit.holdsSlot();
  }

  @Override
  public boolean refund(RatePermit permit) {
    return false;
  }

  @Override
  public void close() {}
}
