// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.usage;

import io.hermesx.core.Dimensions;
import java.time.Instant;
import java.util.List;

/** The usage events of one tenant, inside a transaction. Append-only. */
public interface UsageLog {

  /**
   * Writes an event unless one with its source and id is there already.
   *
   * @return whether it was written
   */
  boolean append(UsageEvent event);

  /**
   * Adds up the events that occurred from {@code from} on and before {@code to} and match the
   * dimensions.
   *
   * @param only {@link Dimensions#none()} for all of the tenant
   * @throws IllegalArgumentException if {@code from} is after {@code to}
   */
  UsageTotals totals(Instant from, Instant to, Dimensions only);

  /**
   * Returns events that occurred from {@code from} on and before {@code to}, oldest first.
   *
   * @param limit 1 to 1,000
   * @throws IllegalArgumentException if {@code from} is after {@code to}, or the limit out of range
   */
  List<UsageEvent> list(Instant from, Instant to, int limit);
}
