// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.time.Ticker;

/**
 * How much an engine lets happen at once.
 *
 * @param maxConcurrent programs that run at the same time; 1 to 256
 * @param maxConcurrentPerTenant programs of one tenant that run at the same time; 1 to {@code
 *     maxConcurrent}
 * @param maxWaiting programs that wait for their turn, of all tenants together; 0 to 100,000
 * @param ticker what time limits are measured by
 */
public record EngineSettings(
    int maxConcurrent, int maxConcurrentPerTenant, int maxWaiting, Ticker ticker) {

  private static final int MOST_CONCURRENT = 256;
  private static final int MOST_WAITING = 100_000;

  /** Checks the ranges. */
  public EngineSettings {
    requireRange("maxConcurrent", maxConcurrent, 1, MOST_CONCURRENT);
    requireRange("maxConcurrentPerTenant", maxConcurrentPerTenant, 1, maxConcurrent);
    requireRange("maxWaiting", maxWaiting, 0, MOST_WAITING);
  }

  /** Returns two programs for each processor, without a cap of its own per tenant; 1,024 wait. */
  public static EngineSettings standard() {
    int most = Math.min(MOST_CONCURRENT, 2 * Runtime.getRuntime().availableProcessors());
    return new EngineSettings(most, most, 1_024, Ticker.system());
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sandbox executor setting " + name + " is " + value + ", allowed: " + min + " to " + max);
    }
  }
}
