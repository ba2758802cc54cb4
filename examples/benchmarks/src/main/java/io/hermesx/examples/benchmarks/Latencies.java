// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import java.util.Arrays;
import java.util.List;

/** How long calls took, ns. Not thread-safe. */
public final class Latencies {

  private long[] nanos = new long[1_024];
  private int count;

  /** Starts without a call. */
  public Latencies() {}

  /** Returns those of several threads together. */
  public static Latencies together(List<Latencies> all) {
    Latencies together = new Latencies();
    for (Latencies each : all) {
      for (int i = 0; i < each.count; i++) {
        together.add(each.nanos[i]);
      }
    }
    return together;
  }

  /** Adds a call. */
  public void add(long value) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = value;
  }

  /** Returns how many calls there are. */
  public int count() {
    return count;
  }

  /** Returns the time that so many percent of the calls did not exceed, ns. */
  public double percentile(int percent) {
    if (count == 0) {
      throw new IllegalStateException("no call was measured");
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) ((long) count * percent / 100))];
  }
}
