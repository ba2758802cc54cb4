// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.time.Ticker;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of a server, and until when.
 *
 * @param slot the slot that the keys lie in; 0 where there are no slots
 * @param script what is executed
 * @param keys on which keys
 * @param deadline by {@link #nanos}
 */
record Call(int slot, Script script, List<byte[]> keys, long deadline) {

  private static final Ticker TICKER = Ticker.system();

  /** Returns what deadlines are told by. */
  static long nanos() {
    return TICKER.nanos();
  }

  long nanosLeft() {
    return deadline - nanos();
  }

  /** Returns what is left for a socket, to which 0 would mean forever. */
  int millisLeft() {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanosLeft());
    return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
  }
}
