// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.examples.benchmarks.Report;
import java.time.Duration;

/** How much both sides admit where many threads ask for more than there is. */
final class LocalTotals {

  private static final int THREADS = 8;
  private static final int CALLS = 20_000;
  private static final int USERS = 16;
  private static final long PERMITS = 1_000;
  private static final Duration PERIOD = Duration.ofHours(24);

  void print() {
    print("1 limit", LocalPeers.oneLimit(PERMITS, PERIOD), USERS * PERMITS);
    // The calls of the tenant run out before those of a user do, or its tokens before both.
    print("4 layers", LocalPeers.fourLayers(PERMITS, PERIOD), PERMITS / 100 * USERS);
  }

  private static void print(String name, Peers peers, long most) {
    Requests requests = new Requests(1, USERS);
    try (Herd herd = new Herd(THREADS)) {
      Report.print(
          "beside: %s, %d threads, at most %d: ours admitted %d, theirs %d%n",
          name,
          THREADS,
          most,
          herd.allowed(peers.ours(), requests, CALLS),
          herd.allowed(peers.theirs(), requests, CALLS));
    }
  }
}
