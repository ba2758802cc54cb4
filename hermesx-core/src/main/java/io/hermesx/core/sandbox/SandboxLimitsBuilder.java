// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link SandboxLimits}; the record says what each limit is and its range. Not thread-safe.
 */
public final class SandboxLimitsBuilder {

  private @Nullable Duration wall;
  private @Nullable Duration cpu;
  private @Nullable Long memoryBytes;
  private @Nullable Integer processes;
  private @Nullable Long diskBytes;
  private @Nullable Integer files;
  private @Nullable Integer openFiles;
  private @Nullable Integer outputBytes;
  private @Nullable Long maxOutputBytes;

  SandboxLimitsBuilder() {}

  /** Sets the time by the clock. */
  public SandboxLimitsBuilder wall(Duration value) {
    wall = value;
    return this;
  }

  /** Sets the processor time of the whole tree. */
  public SandboxLimitsBuilder cpu(Duration value) {
    cpu = value;
    return this;
  }

  /** Sets the memory of the whole tree. */
  public SandboxLimitsBuilder memoryBytes(long value) {
    memoryBytes = value;
    return this;
  }

  /** Sets the number of processes and threads. */
  public SandboxLimitsBuilder processes(int value) {
    processes = value;
    return this;
  }

  /** Sets the octets that can be written to files. */
  public SandboxLimitsBuilder diskBytes(long value) {
    diskBytes = value;
    return this;
  }

  /** Sets the number of files. */
  public SandboxLimitsBuilder files(int value) {
    files = value;
    return this;
  }

  /** Sets the number of descriptors of a process. */
  public SandboxLimitsBuilder openFiles(int value) {
    openFiles = value;
    return this;
  }

  /** Sets what is kept of each output stream. */
  public SandboxLimitsBuilder outputBytes(int value) {
    outputBytes = value;
    return this;
  }

  /** Sets what each output stream may carry. */
  public SandboxLimitsBuilder maxOutputBytes(long value) {
    maxOutputBytes = value;
    return this;
  }

  /**
   * Returns the limits.
   *
   * @throws IllegalStateException if one is not set; it names all that are not
   * @throws IllegalArgumentException if one is out of its range
   */
  public SandboxLimits build() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("wall", wall);
    values.put("cpu", cpu);
    values.put("memoryBytes", memoryBytes);
    values.put("processes", processes);
    values.put("diskBytes", diskBytes);
    values.put("files", files);
    values.put("openFiles", openFiles);
    values.put("outputBytes", outputBytes);
    values.put("maxOutputBytes", maxOutputBytes);
    values.values().removeIf(Objects::nonNull);
    if (!values.isEmpty()) {
      throw new IllegalStateException(
          "sandbox limits without "
              + values.keySet()
              + ": set each of them, or begin with SandboxLimits.STANDARD.toBuilder()");
    }
    return new SandboxLimits(
        requireNonNull(wall),
        requireNonNull(cpu),
        requireNonNull(memoryBytes),
        requireNonNull(processes),
        requireNonNull(diskBytes),
        requireNonNull(files),
        requireNonNull(openFiles),
        requireNonNull(outputBytes),
        requireNonNull(maxOutputBytes));
  }
}
