// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.store.postgres.Fault.Kind;
import io.hermesx.store.postgres.Turn.Manner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every step of every manner of working, each compared with a store to which nothing
 * happens.
 */
class FaultMatrixTest {

  private static final FaultTally TALLY = new FaultTally("faults that struck in turn");
  private static final StoreStep CREATE =
      new StoreStep("create", tx -> tx.tenants().create("Acme"));
  private static final StoreStep SPEND =
      new StoreStep("spend", tx -> tx.usage().append(samples().usage("id", tx.now(), 7)));
  private static final StoreStep STAGE =
      new StoreStep(
          "stage",
          tx -> {
            tx.audit().stage(samples().event(tx.tenant()));
            return true;
          });
  private static final List<StoreStep> STEPS = List.of(CREATE, SPEND, STAGE);
  private static final int TRIPS_OF_A_JOINED_STEP = 8;

  private static FaultyPostgres postgres;

  @BeforeAll
  static void open() {
    postgres = new FaultyPostgres();
  }

  @AfterAll
  static void close() {
    postgres.close();
    TALLY.print();
    TALLY.requireEveryManner();
    assertThat(TALLY.outcomes())
        .containsExactly(
            "CONFLICT and not kept",
            "REFUSED and not kept",
            "UNAVAILABLE and not kept",
            "UNKNOWN and kept",
            "UNKNOWN and not kept");
  }

  private static StoreSamples samples() {
    return new StoreSamples(TestIds.create());
  }

  static Stream<Turn> turns() {
    return Stream.of(Manner.values())
        .flatMap(manner -> Stream.of(Kind.values()).flatMap(kind -> turns(manner, kind)))
        .filter(Turn::canBeStruck);
  }

  /** One for each place, and on the wire one for each trip of the first step. */
  private static Stream<Turn> turns(Manner manner, Kind kind) {
    int last = turn(manner, new Fault(kind, 0, 1)).places() - 1;
    int trips = !kind.isOnTheWire() ? 1 : manner == Manner.JOINED ? TRIPS_OF_A_JOINED_STEP : 3;
    return Stream.concat(
            IntStream.range(0, last).mapToObj(place -> new Fault(kind, place, 1)),
            IntStream.rangeClosed(1, trips).mapToObj(trip -> new Fault(kind, last, trip)))
        .map(fault -> turn(manner, fault));
  }

  private static Turn turn(Manner manner, Fault fault) {
    return new Turn(Duration.ZERO, false, 0, manner, STEPS, Optional.of(fault));
  }

  @ParameterizedTest
  @MethodSource("turns")
  void turn_somethingGoesWrong_endsAsIfNothingHad(Turn turn) {
    postgres.truncate();
    try (Store memory = MemoryStore.create(MutableClock.create())) {
      ComparedStores stores = new ComparedStores(postgres, memory, TALLY);
      stores.undisturbed(FaultMatrixTest::stageBefore);
      stores.take(turn);
    }
  }

  private static void stageBefore(TenantTx tx) {
    tx.audit().stage(new StoreSamples(TestIds.stream(2)).event(tx.tenant()));
  }
}
