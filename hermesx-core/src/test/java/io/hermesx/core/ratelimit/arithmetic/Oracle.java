// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a limit admits, by its definition: the list of all that happened, added up anew for each
 * question, in numbers of any size.
 */
public abstract class Oracle {

  private static final BigInteger NANOS = BigInteger.valueOf(1_000);

  final List<Event> events = new ArrayList<>();
  private final BigInteger capacity;

  Oracle(RateAlgorithm algorithm) {
    this.capacity = big(algorithm.capacity());
  }

  /** Returns the oracle of an algorithm. */
  public static Oracle of(RateAlgorithm algorithm) {
    if (algorithm instanceof TokenBucket bucket) {
      return new BucketOracle(bucket);
    }
    if (algorithm instanceof SlidingWindow window) {
      return new WindowOracles.Sliding(window);
    }
    if (algorithm instanceof ExactWindow window) {
      return new WindowOracles.Exact(window);
    }
    if (algorithm instanceof CalendarWindow window) {
      return new WindowOracles.Calendar(window);
    }
    return new WindowOracles.Held((Concurrency) algorithm);
  }

  /** How much is in use at a time that is no earlier than the last event, rounded up. */
  abstract BigInteger inUse(long now);

  /** Whether giving it back now gives anything, and does so. */
  public abstract boolean giveBack(Event taken, long now);

  /** Whether the lease of slots that are still held begins anew. */
  public boolean renew(Event taken, long now) {
    return true;
  }

  /** Whether so much more can be in use. */
  public final boolean fits(long cost, long now) {
    return inUse(now).add(big(cost)).compareTo(capacity) <= 0;
  }

  /** Puts it on the list. */
  public final Event take(UUID permit, long cost, long now) {
    Event event = new Event(permit, cost, now);
    events.add(event);
    return event;
  }

  /** How much more can be in use. */
  public final long remaining(long now) {
    return capacity.subtract(inUse(now)).max(BigInteger.ZERO).longValueExact();
  }

  static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  static BigInteger micros(Duration duration) {
    return big(duration.getSeconds())
        .multiply(big(1_000_000_000))
        .add(big(duration.getNano()))
        .divide(NANOS);
  }

  static BigInteger roundedUp(BigInteger dividend, BigInteger divisor) {
    return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }

  /** What was taken. */
  public static final class Event {
    final UUID permit;
    final long cost;
    final long at;
    long until;

    Event(UUID permit, long cost, long at) {
      this.permit = permit;
      this.cost = cost;
      this.at = at;
    }

    Taken taken() {
      return new Taken(permit, cost, at);
    }
  }
}
