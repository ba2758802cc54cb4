// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.util.concurrent.TimeUnit;

/**
 * An estimate of a server's clock, by which a deadline of ours is told there. It errs towards
 * earlier: the time in a reply is taken to be that of the reply's arrival at the latest. Before the
 * first reply it says 0, so that the first call comes too late, changes nothing and brings the
 * time. Thread-safe.
 */
final class ServerClock {

  private static final long UNKNOWN = Long.MIN_VALUE;

  private volatile long ahead = UNKNOWN;

  /** Returns what the clock there says at an instant of {@link Call#nanos} at the least. */
  long at(long nanos) {
    long known = ahead;
    return known == UNKNOWN ? 0 : micros(nanos) + known;
  }

  /**
   * Learns from a reply. The better of two estimates is the later one, unless it cannot be right
   * any more since the clock was set.
   *
   * @param asked when it was sent, by {@link Call#nanos}
   * @param time the time in it, µs
   * @param told when it was there
   */
  void learn(long asked, long time, long told) {
    long least = time - micros(told);
    long most = time - micros(asked);
    long known = ahead;
    ahead = known > least && known <= most ? known : least;
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }
}
