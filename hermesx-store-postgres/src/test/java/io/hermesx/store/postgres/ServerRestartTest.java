// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TenantDump;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that stops or crashes, stays away, and comes back under a store that runs on. */
class ServerRestartTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final OneOfEach BEFORE = OneOfEach.number(1);
  private static final OneOfEach WORK = OneOfEach.number(2);
  private static final int POOL = 3;

  @TempDir private static Path folder;
  private static OwnServer server;
  private PostgresStore store;

  @BeforeAll
  static void start() {
    server = OwnServer.start(ServerShell.plain(), folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    TestDatabase database = server.database();
    database.emptyStore().close();
    store = database.builder().poolSize(POOL).connectionTimeout(Duration.ofMillis(250)).build();
    store.forTenant(ACME).run(BEFORE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "immediate"})
  void server_stopsInTheMiddleOfATransaction_nothingIsKeptAndTheStoreComesBackByItself(
      String mode) {
    TenantDump before = TenantDump.of(store, ACME);

    StoreException during = failureOf(mode);

    assertThat(during.failure()).as("%s", during).isEqualTo(StoreFailure.UNAVAILABLE);
    for (int i = 0; i <= POOL; i++) {
      StoreException away =
          catchThrowableOfType(
              StoreException.class, () -> store.forTenant(ACME).readOnly(TenantTx::now));
      assertThat(away.failure()).as("%s", away).isEqualTo(StoreFailure.UNAVAILABLE);
    }
    server.start();
    // Whoever only reads comes through as soon as the connections of before are used up.
    List<StoreFailure> failures = FailuresUntil.kept(store, ACME, TenantTx::now);
    assertThat(failures).doesNotContain(StoreFailure.REFUSED, StoreFailure.UNKNOWN);
    assertThat(TenantDump.of(store, ACME)).isEqualTo(before);
    store.forTenant(ACME).run(WORK);
    assertThat(TenantDump.of(store, ACME).staged()).hasSize(2);
  }

  @Test
  void server_restartedWhileNobodyAsked_isNoticedByNobodyForLong() {
    TenantDump before = TenantDump.of(store, ACME);
    server.stop("immediate");
    server.start();

    List<StoreFailure> failures = FailuresUntil.kept(store, ACME, WORK);

    assertThat(failures).hasSizeLessThanOrEqualTo(POOL);
    assertThat(failures).doesNotContain(StoreFailure.REFUSED, StoreFailure.UNKNOWN);
    assertThat(TenantDump.of(store, ACME).usage()).containsAll(before.usage()).hasSize(2);
  }

  private StoreException failureOf(String mode) {
    return catchThrowableOfType(
        StoreException.class,
        () ->
            store
                .forTenant(ACME)
                .run(
                    tx -> {
                      WORK.accept(tx);
                      server.stop(mode);
                      tx.tenants().find();
                    }));
  }
}
