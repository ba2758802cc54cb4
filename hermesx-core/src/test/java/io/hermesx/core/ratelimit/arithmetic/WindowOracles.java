// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.time.Instants;
import java.math.BigInteger;
import java.time.Instant;
import java.util.function.Predicate;

/** Sums over those events that count. */
final class WindowOracles {

  private WindowOracles() {}

  /** An oracle that forgets what is given back. */
  private abstract static class Summing extends Oracle {

    Summing(RateAlgorithm algorithm) {
      super(algorithm);
    }

    final BigInteger sum(Predicate<Event> counts) {
      return events.stream()
          .filter(counts)
          .map(event -> big(event.cost))
          .reduce(BigInteger.ZERO, BigInteger::add);
    }

    abstract boolean counts(Event taken, long now);

    @Override
    public final boolean giveBack(Event taken, long now) {
      return counts(taken, now) && events.remove(taken);
    }
  }

  /** The previous window counts by the part of it that is still in reach. */
  static final class Sliding extends Summing {
    private final BigInteger period;

    Sliding(SlidingWindow window) {
      super(window);
      this.period = micros(window.period());
    }

    @Override
    BigInteger inUse(long now) {
      BigInteger index = index(now);
      BigInteger rest = index.add(BigInteger.ONE).multiply(period).subtract(big(now));
      BigInteger previous = sum(event -> index(event.at).equals(index.subtract(BigInteger.ONE)));
      return roundedUp(previous.multiply(rest), period)
          .add(sum(event -> index(event.at).equals(index)));
    }

    @Override
    boolean counts(Event taken, long now) {
      return index(taken.at).compareTo(index(now).subtract(BigInteger.ONE)) >= 0;
    }

    private BigInteger index(long time) {
      return big(time).divide(period);
    }
  }

  /** All of the last period. */
  static final class Exact extends Summing {
    private final long period;

    Exact(ExactWindow window) {
      super(window);
      this.period = micros(window.period()).longValueExact();
    }

    @Override
    BigInteger inUse(long now) {
      return sum(event -> counts(event, now));
    }

    @Override
    boolean counts(Event taken, long now) {
      return taken.at + period > now;
    }
  }

  /** All of the same period of the calendar. */
  static final class Calendar extends Summing {
    private final CalendarWindow window;

    Calendar(CalendarWindow window) {
      super(window);
      this.window = window;
    }

    @Override
    BigInteger inUse(long now) {
      return sum(event -> counts(event, now));
    }

    @Override
    boolean counts(Event taken, long now) {
      return start(taken.at).equals(start(now));
    }

    private Instant start(long time) {
      return window.period().startOf(Instants.ofMicros(time), window.zone());
    }
  }

  /** All whose lease has not ended. */
  static final class Held extends Summing {
    private final long lease;

    Held(Concurrency concurrency) {
      super(concurrency);
      this.lease = micros(concurrency.lease()).longValueExact();
    }

    @Override
    BigInteger inUse(long now) {
      return sum(event -> counts(event, now));
    }

    @Override
    boolean counts(Event taken, long now) {
      return events.contains(taken) && Math.max(taken.until, taken.at + lease) > now;
    }

    @Override
    public boolean renew(Event taken, long now) {
      if (!counts(taken, now)) {
        return false;
      }
      taken.until = now + lease;
      return true;
    }
  }
}
