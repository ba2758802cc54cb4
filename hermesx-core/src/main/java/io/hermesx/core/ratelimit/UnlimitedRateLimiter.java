// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.util.List;
import java.util.Optional;

/** Says yes to everything. */
enum UnlimitedRateLimiter implements RateLimiter {
  INSTANCE;

  private static final RateDecision YES =
      new RateDecision(true, Optional.empty(), Optional.empty(), List.of(), RateMode.LOCAL);

  @Override
  public RateDecision tryAcquire(RateRequest request) {
    return YES;
  }

  @Override
  public RateDecision peek(RateRequest request) {
    return YES;
  }

  @Override
  public boolean refund(RatePermit permit) {
    return false;
  }

  @Override
  public void close() {}
}
