// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.time.CalendarPeriod;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The values of {@code RateLimit-Policy} and {@code RateLimit}: lists of structured fields (RFC
 * 9651), each item the name of a limit as a String with Integers as parameters.
 *
 * <p>The quota {@code q} is the most that fits at once, and its window {@code w} the time in which
 * that much comes back; so a token bucket of 60 a minute with a burst of 5 reads as 5 in 5 seconds.
 * A month has no length of its own and slots have no window. {@code t} is when more is to be had:
 * of an allowed call when the limit is as if unused, of a refused one when it fits, and nothing for
 * limits that did not refuse it; so that {@code Retry-After} is never earlier, as the draft asks.
 */
final class DraftFields {

  /** The largest Integer of RFC 9651, section 3.3.1. */
  private static final long MOST = 999_999_999_999_999L;

  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

  private DraftFields() {}

  static String policies(List<LimitState> states) {
    return states.stream().map(state -> policy(state.limit())).collect(Collectors.joining(", "));
  }

  static String limits(List<LimitState> states, boolean allowed) {
    return states.stream().map(state -> limit(state, allowed)).collect(Collectors.joining(", "));
  }

  static long remaining(LimitState state) {
    return Math.min(MOST, Math.max(0, state.remaining()));
  }

  /** Whole seconds, rounded up. */
  static long seconds(Duration wait) {
    long whole = wait.getSeconds();
    return whole >= MOST ? MOST : Math.max(0, whole + (wait.getNano() > 0 ? 1 : 0));
  }

  private static String policy(RateLimit limit) {
    String unit =
        limit.algorithm() instanceof Concurrency
            ? ";qu=\"concurrent-requests\""
            : limit.unit() == RateUnit.TOKENS ? ";qu=\"tokens\"" : "";
    String window =
        window(limit.algorithm()).map(length -> ";w=" + Math.max(1, seconds(length))).orElse("");
    return string(limit.name()) + ";q=" + limit.algorithm().capacity() + unit + window;
  }

  private static String limit(LimitState state, boolean allowed) {
    return string(state.limit().name())
        + ";r="
        + remaining(state)
        + wait(state, allowed).map(wait -> ";t=" + seconds(wait)).orElse("");
  }

  private static Optional<Duration> wait(LimitState state, boolean allowed) {
    Duration wait = allowed ? state.resetAfter() : state.retryAfter();
    return (allowed || state.exceeded()) && !wait.equals(RateDecision.NEVER)
        ? Optional.of(wait)
        : Optional.empty();
  }

  private static Optional<Duration> window(RateAlgorithm algorithm) {
    if (algorithm instanceof TokenBucket bucket) {
      return Optional.of(refill(bucket));
    }
    if (algorithm instanceof SlidingWindow window) {
      return Optional.of(window.period());
    }
    if (algorithm instanceof ExactWindow window) {
      return Optional.of(window.period());
    }
    return algorithm instanceof CalendarWindow window ? usual(window.period()) : Optional.empty();
  }

  private static Duration refill(TokenBucket bucket) {
    BigInteger nanos =
        BigInteger.valueOf(bucket.period().toNanos())
            .multiply(BigInteger.valueOf(bucket.burst()))
            .add(BigInteger.valueOf(bucket.permits() - 1))
            .divide(BigInteger.valueOf(bucket.permits()));
    BigInteger[] parts = nanos.divideAndRemainder(NANOS);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static Optional<Duration> usual(CalendarPeriod period) {
    return switch (period) {
      case HOUR -> Optional.of(Duration.ofHours(1));
      case DAY -> Optional.of(Duration.ofDays(1));
      case WEEK -> Optional.of(Duration.ofDays(7));
      case MONTH -> Optional.empty();
    };
  }

  /** A String of RFC 9651, section 3.3.3: names of limits are visible ASCII. */
  private static String string(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
