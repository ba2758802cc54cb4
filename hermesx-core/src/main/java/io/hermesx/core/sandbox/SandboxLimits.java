// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.time.Duration;

/**
 * What one execution may use. Every limit has a value: there is no way to leave one out.
 *
 * @param wall time by the clock, from the start of the program; 1 ms to 24 h
 * @param cpu processor time of the whole tree; 1 ms to 24 h
 * @param memoryBytes memory of the whole tree, swap included; 1 MiB to 1 TiB
 * @param processes processes and threads at the same time; 1 to 100,000
 * @param diskBytes octets in all that it can write to together; 4 KiB to 1 TiB
 * @param files files, folders and links that it can make in its work folder; 16 to 10,000,000.
 *     Those that it makes elsewhere count as memory
 * @param openFiles descriptors of one process; 16 to 1,000,000
 * @param outputBytes what is kept of each of the two output streams; 1 KiB to 64 MiB
 * @param maxOutputBytes what each of the two output streams may carry before the program is ended;
 *     at least {@code outputBytes}, at most 1 TiB
 */
public record SandboxLimits(
    Duration wall,
    Duration cpu,
    long memoryBytes,
    int processes,
    long diskBytes,
    int files,
    int openFiles,
    int outputBytes,
    long maxOutputBytes) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * 30 s by the clock, 30 s of processor time, 256 MiB of memory, 64 processes, 64 MiB in 10,000
   * files on disk, 256 open files, 51,200 octets kept of each output stream of at most 16 MiB.
   */
  public static final SandboxLimits STANDARD =
      builder()
          .wall(Duration.ofSeconds(30))
          .cpu(Duration.ofSeconds(30))
          .memoryBytes(256L << 20)
          .processes(64)
          .diskBytes(64L << 20)
          .files(10_000)
          .openFiles(256)
          .outputBytes(51_200)
          .maxOutputBytes(16L << 20)
          .build();

  /** Every limit at the end of its range. */
  public static final SandboxLimits LARGEST =
      builder()
          .wall(LONGEST)
          .cpu(LONGEST)
          .memoryBytes(1L << 40)
          .processes(100_000)
          .diskBytes(1L << 40)
          .files(10_000_000)
          .openFiles(1_000_000)
          .outputBytes(64 << 20)
          .maxOutputBytes(1L << 40)
          .build();

  /** Checks the ranges. */
  public SandboxLimits {
    requireRange("wall", wall);
    requireRange("cpu", cpu);
    requireRange("memoryBytes", memoryBytes, 1L << 20, 1L << 40);
    requireRange("processes", processes, 1, 100_000);
    requireRange("diskBytes", diskBytes, 4 << 10, 1L << 40);
    requireRange("files", files, 16, 10_000_000);
    requireRange("openFiles", openFiles, 16, 1_000_000);
    requireRange("outputBytes", outputBytes, 1 << 10, 64 << 20);
    requireRange("maxOutputBytes", maxOutputBytes, outputBytes, 1L << 40);
  }

  /** Returns a builder in which nothing is set; it does not build until everything is. */
  public static SandboxLimitsBuilder builder() {
    return new SandboxLimitsBuilder();
  }

  /** Returns a builder in which everything is set to what it is here. */
  public SandboxLimitsBuilder toBuilder() {
    return builder()
        .wall(wall)
        .cpu(cpu)
        .memoryBytes(memoryBytes)
        .processes(processes)
        .diskBytes(diskBytes)
        .files(files)
        .openFiles(openFiles)
        .outputBytes(outputBytes)
        .maxOutputBytes(maxOutputBytes);
  }

  /** Returns these limits with another limit on time by the clock. */
  public SandboxLimits withWall(Duration value) {
    return toBuilder().wall(value).build();
  }

  /** Returns the tighter of both, limit by limit: an override never loosens. */
  public SandboxLimits and(SandboxLimits other) {
    return new SandboxLimits(
        shorter(wall, other.wall),
        shorter(cpu, other.cpu),
        Math.min(memoryBytes, other.memoryBytes),
        Math.min(processes, other.processes),
        Math.min(diskBytes, other.diskBytes),
        Math.min(files, other.files),
        Math.min(openFiles, other.openFiles),
        Math.min(outputBytes, other.outputBytes),
        Math.min(maxOutputBytes, other.maxOutputBytes));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static void requireRange(String name, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "sandbox limit " + name + " is " + value + ", allowed: 1 ms to 24 h");
    }
  }

  private static void requireRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sandbox limit " + name + " is " + value + ", allowed: " + min + " to " + max);
    }
  }
}
