// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.examples.benchmarks.Report;

/** What a key costs both sides, with everything around it, where a tenant has ten users. */
final class LocalMemory {

  private static final int USERS = 10;

  private final int keys;

  LocalMemory(int keys) {
    this.keys = keys;
  }

  void print() {
    Peers peers = LocalPeers.oneLimit();
    long begin = used();
    fill(peers.ours());
    long middle = used();
    fill(peers.theirs());
    long end = used();
    Report.print(
        "beside: %d keys of %d tenants: ours %.0f B a key, theirs %.0f B%n",
        keys, keys / USERS, (middle - begin) / (double) keys, (end - middle) / (double) keys);
    fill(peers.ours());
  }

  private void fill(Side side) {
    for (int i = 0; i < keys; i++) {
      side.allows(Requests.of(i / USERS, i % USERS));
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
