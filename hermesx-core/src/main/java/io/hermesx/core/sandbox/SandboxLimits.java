// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.time.Duration;

/**
 * What one execution may use.
 *
 * @param wall time by the clock; 1 ms to 24 h
 * @param memoryBytes memory of the whole tree; 1 MiB to 1 TiB
 * @param processes processes and threads; 1 to 100,000
 * @param outputBytes what is kept of each of the two output streams; 1 KiB to 64 MiB
 */
public record SandboxLimits(Duration wall, long memoryBytes, int processes, int outputBytes) {

  /** 30 s, 256 MiB, 64 processes, 51,200 bytes of each output stream. */
  public static final SandboxLimits STANDARD =
      new SandboxLimits(Duration.ofSeconds(30), 256L << 20, 64, 51_200);

  /** Checks the ranges. */
  public SandboxLimits {
    if (wall.compareTo(Duration.ofMillis(1)) < 0 || wall.compareTo(Duration.ofHours(24)) > 0) {
      throw new IllegalArgumentException(
          "sandbox limit wall is " + wall + ", allowed: 1 ms to 24 h");
    }
    requireRange("memoryBytes", memoryBytes, 1L << 20, 1L << 40);
    requireRange("processes", processes, 1, 100_000);
    requireRange("outputBytes", outputBytes, 1 << 10, 64 << 20);
  }

  /** Returns these limits with another limit on time by the clock. */
  public SandboxLimits withWall(Duration value) {
    return new SandboxLimits(value, memoryBytes, processes, outputBytes);
  }

  /** Returns the tighter of both, limit by limit: an override never loosens. */
  public SandboxLimits and(SandboxLimits other) {
    return new SandboxLimits(
        wall.compareTo(other.wall) <= 0 ? wall : other.wall,
        Math.min(memoryBytes, other.memoryBytes),
        Math.min(processes, other.processes),
        Math.min(outputBytes, other.outputBytes));
  }

  private static void requireRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sandbox limit " + name + " is " + value + ", allowed: " + min + " to " + max);
    }
  }
}
