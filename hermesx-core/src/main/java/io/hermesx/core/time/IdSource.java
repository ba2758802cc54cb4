// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * A source of fresh UUIDv7 identifiers (RFC 9562 §5.7): sortable by creation time to the
 * millisecond, unique by 74 random bits. Implementations are thread-safe.
 */
@FunctionalInterface
public interface IdSource {

  /** Returns an identifier that was never returned before. */
  UUID next();

  /** Returns a source on the given clock with the random numbers of {@link SecureRandom}. */
  static IdSource secure(InstantSource clock) {
    return new UuidV7Source(clock, new SecureRandom());
  }
}
