// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an execution has used.
 *
 * @param wall time by the clock, from the start of the program until everything of it was gone
 * @param cpu processor time of the whole tree, empty where it cannot be measured
 * @param peakMemoryBytes the most memory that the whole tree had at once, in octets, empty where it
 *     cannot be measured
 */
public record SandboxUsage(Duration wall, Optional<Duration> cpu, OptionalLong peakMemoryBytes) {

  /** Nothing ran. */
  public static final SandboxUsage NONE =
      new SandboxUsage(Duration.ZERO, Optional.empty(), OptionalLong.empty());
}
