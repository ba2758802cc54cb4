// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import java.time.Instant;
import java.util.Set;

/** What verifying a time-stamp token found: {@link Accepted} or {@link Refused}. */
public sealed interface TimestampVerdict {

  /** Whether the checkpoint existed at a time that a trusted authority says. */
  default boolean isAccepted() {
    return this instanceof Accepted;
  }

  /**
   * A token that holds.
   *
   * @param time when the authority had the checkpoint before it, by its own clock
   * @param authority the subject of the authority's certificate (RFC 2253)
   * @param policy the object identifier of the policy it was issued under, such as {@code 1.2.3.4}
   */
  record Accepted(Instant time, String authority, String policy) implements TimestampVerdict {}

  /**
   * A token that proves nothing.
   *
   * @param faults everything that is wrong with it; at least one
   */
  record Refused(Set<TimestampFault> faults) implements TimestampVerdict {

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Refused {
      faults = Set.copyOf(faults);
      if (faults.isEmpty()) {
        throw new IllegalArgumentException("a refused token has no faults, allowed: 1 or more");
      }
    }
  }
}
