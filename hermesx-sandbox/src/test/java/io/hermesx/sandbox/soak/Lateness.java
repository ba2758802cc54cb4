// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.soak;

import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long after their limit on time programs and all that they started were gone. */
final class Lateness {

  private final List<Duration> all = new ArrayList<>();

  /** Counts a result if its program ran out of time. */
  void add(SandboxResult result, Duration limit) {
    if (result.outcome().equals(new SandboxOutcome.TimedOut())) {
      all.add(result.usage().wall().minus(limit));
    }
  }

  int count() {
    return all.size();
  }

  @Override
  public String toString() {
    if (all.isEmpty()) {
      return "no time-outs";
    }
    Collections.sort(all);
    return String.format(
        "%d time-outs, all dead after p50 %.1f ms, p99 %.1f ms, most %.1f ms",
        all.size(), millis(0.5), millis(0.99), millis(1));
  }

  private double millis(double share) {
    int place = (int) Math.ceil(share * all.size()) - 1;
    return all.get(Math.max(0, place)).toNanos() / 1e6;
  }
}
