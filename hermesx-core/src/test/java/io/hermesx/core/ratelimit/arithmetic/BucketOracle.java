// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A bucket that is filled and leaks from the beginning for each question. */
final class BucketOracle extends Oracle {

  private final BigInteger permits;
  private final BigInteger period;
  private final Map<Event, Event> refunds = new HashMap<>();

  BucketOracle(TokenBucket bucket) {
    super(bucket);
    this.permits = big(bucket.permits());
    this.period = micros(bucket.period());
  }

  @Override
  BigInteger inUse(long now) {
    return roundedUp(level(now), period);
  }

  @Override
  public boolean giveBack(Event taken, long now) {
    if (rest(taken, now).signum() == 0 || level(now).signum() == 0) {
      return false;
    }
    Event refund = new Event(new UUID(0, 0), 0, now);
    events.add(refund);
    refunds.put(refund, taken);
    return true;
  }

  /** In units of 1 / period. */
  private BigInteger level(long now) {
    BigInteger level = BigInteger.ZERO;
    long last = 0;
    for (Event event : events) {
      level = leaked(level, event.at - last);
      last = event.at;
      Event refunded = refunds.get(event);
      level =
          refunded == null
              ? level.add(big(event.cost).multiply(period))
              : level.subtract(rest(refunded, event.at)).max(BigInteger.ZERO);
    }
    return leaked(level, now - last);
  }

  private BigInteger rest(Event taken, long now) {
    return leaked(big(taken.cost).multiply(period), now - taken.at);
  }

  private BigInteger leaked(BigInteger level, long micros) {
    return level.subtract(big(micros).multiply(permits)).max(BigInteger.ZERO);
  }
}
