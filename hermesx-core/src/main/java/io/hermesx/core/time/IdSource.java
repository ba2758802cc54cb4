// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A source of fresh UUIDv7 identifiers (RFC 9562 §5.7): sortable by creation time to the
 * millisecond, unique by 74 random bits. Implementations are thread-safe.
 */
@FunctionalInterface
public interface IdSource {

  /** Returns an identifier that was never returned before. */
  UUID next();

  /** Returns a source on a clock with the random numbers of {@link SystemSources#random}. */
  static IdSource secure(InstantSource clock) {
    return of(clock, SystemSources.random());
  }

  /**
   * Returns a source on a clock and a source of random numbers.
   *
   * @param random thread-safe, and not to be guessed, such as {@link SystemSources#random}
   */
  static IdSource of(InstantSource clock, RandomGenerator random) {
    return new UuidV7Source(clock, random);
  }
}
