// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Store;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.testkit.MutableClock;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever several tenants do, in transactions of the store's or the host's or in steps alone, kept
 * or rolled back, whatever goes wrong and however long between: the database answers as the store
 * in memory does, and what can be told of any tenant afterwards is the same.
 */
class StoreComparisonProperties {

  private static final FaultyPostgres POSTGRES = new FaultyPostgres();
  private static final MutableClock CLOCK = MutableClock.create();
  private static final FaultTally TALLY = new FaultTally("faults that struck at random");

  @AfterContainer
  static void close() {
    POSTGRES.close();
    TALLY.print();
  }

  @Provide
  Arbitrary<List<Turn>> turns() {
    return Turn.any()
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  @Property(tries = 50, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void postgres_anyTurns_answersAsMemoryDoes(@ForAll("turns") List<Turn> turns) {
    POSTGRES.truncate();
    try (Store memory = MemoryStore.create(CLOCK)) {
      ComparedStores stores = new ComparedStores(POSTGRES, memory, TALLY);
      for (Turn turn : turns) {
        if (!turn.pause().isZero()) {
          CLOCK.advance(turn.pause());
          POSTGRES.advance(turn.pause());
        }
        stores.take(turn);
      }
    }
  }
}
