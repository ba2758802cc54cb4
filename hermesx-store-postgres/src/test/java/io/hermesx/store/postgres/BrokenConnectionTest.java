// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TenantDump;
import io.hermesx.store.postgres.FaultyWire.Break;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A connection that breaks, or goes silent, in each phase of a transaction: the failure says
 * whether anything was kept, that is true, nothing is kept by halves, and the pool recovers.
 */
class BrokenConnectionTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final OneOfEach WORK = OneOfEach.number(1);
  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private FaultyWire wire;
  private RowDigests rows;
  private PostgresStore store;

  @BeforeEach
  void open() {
    DATABASE.emptyStore().close();
    wire = new FaultyWire(DATABASE.port());
    rows = RowDigests.of(DATABASE);
    store =
        DATABASE
            .builderThrough(wire.port(), "socketTimeout=1")
            .poolSize(2)
            .connectionTimeout(Duration.ofMillis(500))
            .build();
  }

  @AfterEach
  void close() {
    store.close();
    rows.close();
    wire.close();
  }

  @ParameterizedTest
  @EnumSource(Break.class)
  void firstStatement_connectionBreaks_nothingWasKept(Break how) {
    assertNothingKept(
        tx -> {
          wire.breakAt(1, how);
          WORK.accept(tx);
        });
  }

  @ParameterizedTest
  @CsvSource({"1, BEFORE", "2, DURING", "3, AFTER", "4, SILENT_BEFORE", "5, SILENT_AFTER"})
  void laterStatement_connectionBreaks_nothingWasKept(int trip, Break how) {
    assertNothingKept(
        tx -> {
          assertThat(tx.now()).isNotNull();
          wire.breakAt(trip, how);
          WORK.accept(tx);
        });
  }

  @Test
  void betweenTwoStatements_connectionBreaks_nothingWasKept() {
    assertNothingKept(
        tx -> {
          WORK.accept(tx);
          wire.cutAll();
          tx.tenants().find();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE, false",
    "AFTER, true",
    "SILENT_BEFORE, false",
    "SILENT_AFTER, true",
  })
  void commit_connectionBreaks_nobodyKnowsAndTheSameAgainIsTheSameAsOnce(Break how, boolean kept) {
    assertUnknown(
        tx -> {
          WORK.write(tx);
          wire.breakAtCommit(how);
        },
        kept);
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE, false",
    "AFTER, true",
    "SILENT_BEFORE, false",
    "SILENT_AFTER, true",
  })
  void commitWithAuditEvents_connectionBreaks_sameAsAnyOther(Break how, boolean kept) {
    assertUnknown(
        tx -> {
          WORK.accept(tx);
          wire.breakAtCommit(how);
        },
        kept);
  }

  @Test
  void commit_connectionBreaksWhileItIsUnderWay_allOrNothingIsKept() {
    for (int round = 0; round < 20; round++) {
      OneOfEach work = OneOfEach.number(round);
      Map<TenantId, String> before = digests();
      StoreException failure =
          failureOf(
              tx -> {
                work.accept(tx);
                wire.breakAtCommit(Break.DURING);
              });
      assertThat(failure.failure()).isEqualTo(StoreFailure.UNKNOWN);
      Map<TenantId, String> found = digests();

      store.forTenant(ACME).run(work);

      assertThat(found).isIn(before, digests());
      assertThat(dump().receipts()).hasSize(round + 1);
    }
  }

  @Test
  void swallowedFailure_thenCommit_saysThatNothingWasKept() {
    StoreException failure =
        failureOf(
            tx -> {
              WORK.accept(tx);
              wire.cutAll();
              assertThat(
                      catchThrowableOfType(StoreException.class, () -> tx.tenants().find())
                          .retrySafe())
                  .isTrue();
            });

    assertThat(failure.failure()).isEqualTo(StoreFailure.UNAVAILABLE);
    assertThat(digests()).isEmpty();
  }

  @Test
  void everyPooledConnectionIsGone_storeRecoversByItself() {
    store.forTenant(ACME).run(WORK);
    wire.cutAll();

    List<StoreFailure> failures = FailuresUntil.kept(store, ACME, WORK);

    assertThat(failures).hasSizeLessThanOrEqualTo(2).containsOnly(StoreFailure.UNAVAILABLE);
  }

  /** Nothing of the work is kept, the failure says so, and the same work is kept the next time. */
  private void assertNothingKept(Consumer<TenantTx> work) {
    StoreException failure = failureOf(work);

    assertThat(failure.failure()).as("%s", failure).isEqualTo(StoreFailure.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("SQLSTATE 08");
    assertThat(failure.retrySafe()).isTrue();
    assertThat(digests()).isEmpty();
    wire.cutBroken();
    FailuresUntil.kept(store, ACME, WORK);
    assertThat(dump().staged()).hasSize(1);
  }

  private void assertUnknown(Consumer<TenantTx> work, boolean kept) {
    StoreException failure = failureOf(work);

    assertThat(failure.failure()).as("%s", failure).isEqualTo(StoreFailure.UNKNOWN);
    assertThat(failure.retrySafe()).isFalse();
    assertThat(failure).hasMessageContaining("may have been kept or not");
    assertThat(digests()).hasSize(kept ? 1 : 0);
    wire.cutBroken();
    Map<TenantId, String> once = digests();
    store.forTenant(ACME).run(WORK::write);
    if (kept) {
      assertThat(digests()).isEqualTo(once);
    }
    assertThat(dump().receipts()).hasSize(1);
    assertThat(dump().usage()).hasSize(1);
    assertThat(dump().messages()).hasSize(2);
    assertThat(dump().budgets()).extracting(state -> state.held()).containsExactly(10L);
  }

  private StoreException failureOf(Consumer<TenantTx> work) {
    return catchThrowableOfType(StoreException.class, () -> store.forTenant(ACME).run(work));
  }

  private Map<TenantId, String> digests() {
    return rows.read(List.of(ACME));
  }

  private TenantDump dump() {
    return TenantDump.of(store, ACME);
  }
}
