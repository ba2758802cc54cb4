// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What the system offers, for those who wire a guard; everybody else is handed a source. */
public final class SystemSources {

  private SystemSources() {}

  /** Returns the clock of this machine. */
  public static InstantSource clock() {
    return InstantSource.system();
  }

  /**
   * Returns numbers of {@link java.security.SecureRandom}, which cannot be guessed; thread-safe.
   */
  public static RandomGenerator random() {
    return new BufferedRandom();
  }
}
