// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.function.Consumer;

/** What goes wrong between the steps of a turn. */
@FunctionalInterface
interface Strike {

  /** Nothing. */
  Strike NONE = (step, statement) -> {};

  /**
   * Whatever goes wrong before a step.
   *
   * @param step its place; that of the commit is one after the last
   * @param statement runs a statement in the transaction that is open
   */
  void before(int step, Consumer<String> statement);

  /** The fault of a turn. */
  static Strike of(Turn turn, FaultyPostgres postgres) {
    int places = turn.places();
    return (step, statement) ->
        turn.fault()
            .filter(fault -> fault.strikesAt(step, places))
            .ifPresent(
                fault -> {
                  if (fault.sparesConnection()) {
                    fault.statements().forEach(statement);
                  } else {
                    fault.strike(postgres);
                  }
                });
  }
}
