// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that answers nothing any more while the store runs: nobody waits for it for long. */
class SilentDatabaseTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final int POOL = 3;

  /** Far above the time-outs that the store has here, and below those of pool and driver. */
  private static final Duration SOON = Duration.ofSeconds(4);

  private FaultyWire wire;
  private PostgresStore store;

  @BeforeEach
  void open() {
    DATABASE.emptyStore().close();
    wire = new FaultyWire(DATABASE.port());
    store =
        DATABASE
            .builderThrough(wire.port(), "socketTimeout=1")
            .poolSize(POOL)
            .connectionTimeout(Duration.ofMillis(500))
            .build();
    store.forTenant(ACME).run(OneOfEach.number(1));
  }

  @AfterEach
  void close() {
    store.close();
    wire.close();
  }

  @Test
  void everyTransaction_databaseIsSilent_failsInTimeAndRecovers() {
    wire.goSilent();

    for (int i = 0; i < 2 * POOL; i++) {
      StoreException failure =
          assertTimeout(
              SOON,
              () ->
                  catchThrowableOfType(
                      StoreException.class, () -> store.forTenant(ACME).readOnly(TenantTx::now)));
      assertThat(failure.failure()).as("%s", failure).isEqualTo(StoreFailure.UNAVAILABLE);
    }

    wire.comeBack();
    assertThat(FailuresUntil.kept(store, ACME, OneOfEach.number(2)))
        .doesNotContain(StoreFailure.UNKNOWN, StoreFailure.REFUSED);
  }

  @Test
  void row_lockedByAConnectionThatWentSilent_isWaitedForNoLongerThanTheLockTimeout() {
    OneOfEach work = OneOfEach.number(2);
    StoreException silent =
        catchThrowableOfType(
            StoreException.class,
            () ->
                store
                    .forTenant(ACME)
                    .run(
                        tx -> {
                          work.write(tx);
                          wire.breakAt(1, FaultyWire.Break.SILENT_BEFORE);
                          tx.tenants().find();
                        }));
    assertThat(silent.retrySafe()).isTrue();
    try (PostgresStore hasty = DATABASE.builder().lockTimeout(Duration.ofMillis(50)).build()) {
      // Nobody told the server: it keeps the rows for a client that is not there any more.
      StoreException failure =
          catchThrowableOfType(StoreException.class, () -> hasty.forTenant(ACME).run(work));
      assertThat(failure).hasMessageContaining("SQLSTATE 55P03");
      assertThat(failure.failure()).isEqualTo(StoreFailure.UNAVAILABLE);

      wire.cutBroken();
      FailuresUntil.kept(hasty, ACME, work);
    }
  }
}
