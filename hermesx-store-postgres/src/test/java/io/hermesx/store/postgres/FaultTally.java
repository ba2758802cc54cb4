// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.StoreException;
import io.hermesx.store.postgres.Fault.Kind;
import io.hermesx.store.postgres.Turn.Manner;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How often which fault struck what, and what its failure said. */
final class FaultTally {

  private final Map<Kind, Map<String, Integer>> outcomes = new EnumMap<>(Kind.class);
  private final Map<Manner, Integer> manners = new EnumMap<>(Manner.class);
  private final String title;
  private int turns;

  FaultTally(String title) {
    this.title = title;
  }

  void countTurn() {
    turns++;
  }

  void count(Turn turn, StoreException failure, boolean kept) {
    manners.merge(turn.manner(), 1, Integer::sum);
    outcomes
        .computeIfAbsent(turn.fault().orElseThrow().kind(), kind -> new TreeMap<>())
        .merge(failure.failure() + (kept ? " and kept" : " and not kept"), 1, Integer::sum);
  }

  /** Every way in which a fault ended. */
  Set<String> outcomes() {
    return outcomes.values().stream()
        .flatMap(ways -> ways.keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Shows the counts, and fails if some kind of fault never struck. */
  void print() {
    System.out.println(title + " in " + turns + " turns, by kind:");
    outcomes.forEach((kind, ways) -> System.out.println("  " + kind + " " + ways));
    System.out.println("  by manner: " + manners);
    assertThat(outcomes).as("kinds that struck").containsOnlyKeys(Kind.values());
  }

  /** Fails if some manner of working was never struck. */
  void requireEveryManner() {
    assertThat(manners).as("manners that were struck").containsOnlyKeys(Manner.values());
  }
}
