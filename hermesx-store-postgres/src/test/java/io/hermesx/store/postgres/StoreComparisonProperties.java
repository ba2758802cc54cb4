// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TenantDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever is done, kept or rolled back, in whatever order and however long between: the database
 * answers as the store in memory does, and what can be read afterwards is the same.
 */
class StoreComparisonProperties {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final PostgresStore POSTGRES = DATABASE.emptyStore();
  private static final MutableClock CLOCK = MutableClock.create();
  private static final AtomicInteger TENANTS = new AtomicInteger();
  private static final Dimensions EVERYTHING =
      Dimensions.none()
          .with(Dimension.USER, "alice")
          .with(Dimension.TOOL, "refund")
          .with(Dimension.MODEL, "large 𝄞");

  /** What happens between two transactions, the transaction, and how it ends. */
  record Turn(Duration pause, boolean swept, List<StoreStep> steps, boolean rolledBack) {}

  @AfterContainer
  static void close() {
    POSTGRES.close();
  }

  @Provide
  Arbitrary<List<Turn>> turns() {
    return Combinators.combine(
            Arbitraries.of(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofNanos(1_000),
                Duration.ofMinutes(1),
                Duration.ofMinutes(31),
                Duration.ofHours(13),
                Duration.ofHours(24),
                Duration.ofDays(9)),
            Arbitraries.of(true, false, false, false),
            StoreStep.any().list().ofMinSize(1).ofMaxSize(6),
            Arbitraries.of(true, false, false, false))
        .as(Turn::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void postgres_anySteps_answersAsMemoryDoes(@ForAll("turns") List<Turn> turns) {
    try (Store memory = MemoryStore.create(CLOCK)) {
      TenantId tenant = TenantId.named("tenant-" + TENANTS.incrementAndGet());
      for (Turn turn : turns) {
        pause(turn, memory);
        assertThat(transact(POSTGRES, tenant, turn))
            .as("%s", turn)
            .isEqualTo(transact(memory, tenant, turn));
        assertThat(TenantDump.of(POSTGRES, tenant))
            .as("after %s", turn)
            .isEqualTo(TenantDump.of(memory, tenant));
        assertThat(POSTGRES.forTenant(tenant).<Object>readOnly(StoreComparisonProperties::budgets))
            .isEqualTo(memory.forTenant(tenant).readOnly(StoreComparisonProperties::budgets));
        assertThat(presented(POSTGRES, tenant)).isEqualTo(presented(memory, tenant));
      }
    }
  }

  private static void pause(Turn turn, Store memory) {
    if (!turn.pause().isZero()) {
      CLOCK.advance(turn.pause());
      DATABASE.advance(turn.pause());
    }
    if (turn.swept()) {
      memory.sweeps().forEach(Sweep::run);
      POSTGRES.sweeps().forEach(Sweep::run);
    }
  }

  private static List<Object> transact(Store store, TenantId tenant, Turn turn) {
    List<Object> answers = new ArrayList<>();
    try {
      store
          .forTenant(tenant)
          .run(
              tx -> {
                turn.steps().forEach(step -> answers.add(step.applyTo(tx)));
                if (turn.rolledBack()) {
                  throw new RolledBack();
                }
              });
    } catch (RolledBack e) {
      answers.add("rolled back");
    }
    return answers;
  }

  /** What presenting each key amounts to. */
  private static List<Optional<ApiKeyGrant>> presented(Store store, TenantId tenant) {
    List<Sha256> hashes =
        IntStream.range(0, StoreStep.POOL)
            .mapToObj(text -> TenancySteps.hash(tenant, text))
            .toList();
    return hashes.stream().map(store.directory()::findApiKey).toList();
  }

  private static Object budgets(TenantTx tx) {
    return tx.budgets().states(EVERYTHING);
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
