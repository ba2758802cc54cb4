// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import io.hermesx.core.Dimensions;
import java.time.Instant;
import java.util.List;

/**
 * The money side of one tenant, inside a transaction: committed spend and expiring holds, kept
 * apart. For every budget, committed plus held stays at or below the limit, as long as no call
 * costs more than it reserved or settles after its hold expired; a call that did is charged in
 * full, and its budget then has no room until the period ends.
 */
public interface BudgetLedger {

  /**
   * Adds a budget or replaces the one of that name. What is spent and held in the current period
   * stays counted, in the period of the new definition that is current.
   *
   * @throws IllegalArgumentException if the budget of that name counts another unit
   */
  void define(Budget budget);

  /**
   * Takes a budget away, with what it counted.
   *
   * @return whether there was one
   */
  boolean remove(String name);

  /** Returns every budget that matches the dimensions, by name, as it stands now. */
  List<BudgetState> states(Dimensions dimensions);

  /**
   * Holds the amounts on every matching budget, or on none. A reservation that is open already
   * stays as it is and answers as granted. An amount of 0 fits every budget, a spent one too.
   *
   * @throws IllegalArgumentException if the hold would expire at or before the time of the
   *     transaction
   * @throws IllegalStateException if a reservation of this id has ended
   */
  ReserveOutcome reserve(ReserveRequest request);

  /**
   * Holds more on a reservation that is still open, and moves its expiry.
   *
   * @return granted, or exceeded, which leaves the reservation as it was
   * @throws IllegalArgumentException if the hold would expire at or before the time of the
   *     transaction
   * @throws IllegalStateException if the reservation is not open any more; an expired one is not
   */
  ReserveOutcome extend(ReservationId id, Amounts more, Instant expiresAt);

  /**
   * Replaces the hold by what the call cost, in the period the reservation was made in. The cost
   * may be more than what was held and may come after the hold expired: it is committed in full.
   * Doing it twice is the same as doing it once, for at least 24 hours; a reservation that ended
   * longer ago may be forgotten.
   */
  SettleResult settle(ReservationId id, Amounts actual);

  /** Gives the hold back. The same as settling nothing. */
  default SettleResult cancel(ReservationId id) {
    return settle(id, Amounts.ZERO);
  }
}
