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
 * @param maxSessions sessions that are open at the same time; 1 to 100,000
 * @param ticker what time limits are measured by
 */
public record EngineSettings(
    int maxConcurrent, int maxConcurrentPerTenant, int maxWaiting, int maxSessions, Ticker ticker) {

  private static final int MOST_CONCURRENT = 256;
  private static final int MOST_WAITING = 100_000;
  private static final int USUAL_SESSIONS = 64;

  /** Checks the ranges. */
  public EngineSettings {
    requireRange("maxConcurrent", maxConcurrent, 1, MOST_CONCURRENT);
    requireRange("maxConcurrentPerTenant", maxConcurrentPerTenant, 1, maxConcurrent);
    requireRange("maxWaiting", maxWaiting, 0, MOST_WAITING);
    requireRange("maxSessions", maxSessions, 1, MOST_WAITING);
  }

  /** With the usual number of sessions. */
  public EngineSettings(
      int maxConcurrent, int maxConcurrentPerTenant, int maxWaiting, Ticker ticker) {
    this(maxConcurrent, maxConcurrentPerTenant, maxWaiting, USUAL_SESSIONS, ticker);
  }

  /**
   * Returns two programs for each processor, without a cap of its own per tenant; 1,024 wait, and
   * 64 sessions are open.
   */
  public static EngineSettings standard() {
    int most = Math.min(MOST_CONCURRENT, 2 * Runtime.getRuntime().availableProcessors());
    return new EngineSettings(most, most, 1_024, Ticker.system());
  }

  /** Returns these with so many programs at a time, and as many of one tenant. */
  public EngineSettings withMaxConcurrent(int value) {
    return new EngineSettings(value, value, maxWaiting, maxSessions, ticker);
  }

  /** Returns these with so many programs of one tenant at a time. */
  public EngineSettings withMaxConcurrentPerTenant(int value) {
    return new EngineSettings(maxConcurrent, value, maxWaiting, maxSessions, ticker);
  }

  /** Returns these with so many programs that wait. */
  public EngineSettings withMaxWaiting(int value) {
    return new EngineSettings(maxConcurrent, maxConcurrentPerTenant, value, maxSessions, ticker);
  }

  /** Returns these with so many sessions. */
  public EngineSettings withMaxSessions(int value) {
    return new EngineSettings(maxConcurrent, maxConcurrentPerTenant, maxWaiting, value, ticker);
  }

  /** Returns these with another measure of time. */
  public EngineSettings withTicker(Ticker value) {
    return new EngineSettings(
        maxConcurrent, maxConcurrentPerTenant, maxWaiting, maxSessions, value);
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sandbox executor setting " + name + " is " + value + ", allowed: " + min + " to " + max);
    }
  }
}
