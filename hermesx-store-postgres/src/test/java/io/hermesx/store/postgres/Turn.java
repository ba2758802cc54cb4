// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What one tenant does, what happens before, and what goes wrong.
 *
 * @param pause how much time goes by before
 * @param swept whether the store is tidied before
 * @param tenant which tenant
 * @param manner how the steps are done
 * @param steps the steps
 * @param fault what goes wrong, if anything does
 */
record Turn(
    Duration pause,
    boolean swept,
    int tenant,
    Manner manner,
    List<StoreStep> steps,
    Optional<Fault> fault) {

  static final int TENANTS = 3;
  static final int MOST_STEPS = 6;

  /** How the steps of a turn are done. */
  enum Manner {
    /** In one transaction, which is kept. */
    TOGETHER,
    /** In one transaction, which is rolled back. */
    ROLLED_BACK,
    /** In one transaction under an idempotency key. */
    KEYED,
    /** Each alone. */
    ALONE,
    /** In a transaction of the host's that the store joins, which the host commits. */
    JOINED,
    /** In a transaction of the host's that the store joins, which the host rolls back. */
    JOINED_UNDONE,
    /** Instead of them, what is staged is put into the audit log. */
    SEQUENCED,
    /** Instead of them, an operator lists the tenants. */
    LISTED,
    /** Instead of them, somebody takes a lease. */
    LEASED;

    /** Whether there are steps between which something can go wrong. */
    boolean hasSteps() {
      return isTransaction() || this == ALONE;
    }

    /** Whether steps are done in one transaction. */
    boolean isTransaction() {
      return Set.of(TOGETHER, ROLLED_BACK, KEYED, JOINED, JOINED_UNDONE).contains(this);
    }
  }

  /** At how many places something can go wrong: each step, and the commit of all. */
  int places() {
    return switch (manner) {
      case ALONE -> steps.size();
      case SEQUENCED, LISTED, LEASED -> 1;
      default -> steps.size() + 1;
    };
  }

  /** Whether it is the host that commits. */
  boolean isJoined() {
    return manner == Manner.JOINED || manner == Manner.JOINED_UNDONE;
  }

  static Arbitrary<Turn> any() {
    return Combinators.combine(
            pauses(),
            Arbitraries.of(true, false, false, false),
            Arbitraries.integers().between(0, TENANTS - 1),
            manners(),
            StoreStep.any().list().ofMinSize(1).ofMaxSize(MOST_STEPS),
            faults())
        .as(Turn::new)
        .filter(Turn::canBeStruck);
  }

  /** Whether the fault, if there is one, has a statement to strike where it is about one. */
  boolean canBeStruck() {
    return manner.isTransaction() || fault.filter(Fault::sparesConnection).isEmpty();
  }

  private static Arbitrary<Duration> pauses() {
    return Arbitraries.of(
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofNanos(1_000),
        Duration.ofMinutes(1),
        Duration.ofMinutes(31),
        Duration.ofHours(13),
        Duration.ofHours(24),
        Duration.ofDays(9));
  }

  private static Arbitrary<Manner> manners() {
    return Arbitraries.frequency(
        Tuple.of(6, Manner.TOGETHER),
        Tuple.of(2, Manner.ROLLED_BACK),
        Tuple.of(4, Manner.KEYED),
        Tuple.of(5, Manner.ALONE),
        Tuple.of(4, Manner.JOINED),
        Tuple.of(1, Manner.JOINED_UNDONE),
        Tuple.of(2, Manner.SEQUENCED),
        Tuple.of(2, Manner.LISTED),
        Tuple.of(1, Manner.LEASED));
  }

  private static Arbitrary<Optional<Fault>> faults() {
    return Combinators.combine(
            Arbitraries.of(Fault.Kind.class),
            Arbitraries.of(0, 0, 1, 2, 3, 4, 5, 6),
            Arbitraries.of(1, 1, 1, 1, 1, 2, 2, 3, 4))
        .as(Fault::new)
        .optional(0.75);
  }
}
