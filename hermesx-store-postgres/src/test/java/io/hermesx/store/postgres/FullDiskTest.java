// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.core.testkit.TenantDump;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose disk is really full: a small one in memory, which only the server sees, so that
 * nothing of the machine fills up.
 */
class FullDiskTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final int MEGABYTES = 72;
  private static final OneOfEach SMALL = OneOfEach.number(1);

  /** More than the free room of the pages that a table has already. */
  private static final OneOfEach LARGE = OneOfEach.number(2).withEventOf(16_000);

  @TempDir private static Path folder;
  private static ServerShell shell;
  private static OwnServer server;
  private PostgresStore store;
  private RowDigests rows;

  @BeforeAll
  static void start() {
    shell =
        OutsideComponent.require(
            "userns",
            ServerShell.withDisk(OwnServer.diskIn(folder), MEGABYTES),
            "install util-linux and let ordinary users have user namespaces (sysctl"
                + " kernel.apparmor_restrict_unprivileged_userns=0, where there is such a thing)");
    server = OwnServer.start(shell, folder);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() {
    TestDatabase database = server.database();
    database.emptyStore().close();
    store = database.builder().poolSize(2).connectionTimeout(Duration.ofMillis(500)).build();
    rows = RowDigests.of(database);
    store.forTenant(ACME).run(SMALL);
  }

  @AfterEach
  void close() {
    rows.close();
    store.close();
  }

  @Test
  void tables_cannotGrow_nothingIsKeptByHalvesUntilThereIsRoom() throws SQLException {
    server.database().execute("checkpoint; select pg_switch_wal()");
    Map<TenantId, String> before = digests();
    fill();

    StoreException failure = failureOf(LARGE);

    assertThat(failure).hasMessageContaining("SQLSTATE 53100").hasMessageContaining("make room");
    assertThat(failure.failure()).isEqualTo(StoreFailure.UNAVAILABLE);
    assertThat(failure.retrySafe()).isTrue();
    assertThat(digests()).isEqualTo(before);
    assertThat(TenantDump.of(store, ACME).usage()).hasSize(1);

    makeRoom();
    store.forTenant(ACME).run(LARGE);
    assertThat(TenantDump.of(store, ACME).staged()).hasSize(2);
  }

  @Test
  void log_cannotGrow_serverCrashesAndNothingIsKeptByHalves() throws SQLException {
    Map<TenantId, String> before = digests();
    fill();

    StoreException failure =
        failureOf(
            tx -> {
              OneOfEach.number(3).accept(tx);
              ((PostgresTx) tx)
                  .reading()
                  .execute("select pg_logical_emit_message(true, 'x', repeat('x', 40000000))");
            });

    assertThat(failure.failure()).as("%s", failure).isEqualTo(StoreFailure.UNAVAILABLE);
    assertThat(server.log()).containsPattern("PANIC: .* No space left on device");
    rows.close();
    server.end();
    shell.run("rm " + filler());
    server.start();
    List<StoreFailure> failures = FailuresUntil.kept(store, ACME, TenantTx::now);
    assertThat(failures).doesNotContain(StoreFailure.REFUSED, StoreFailure.UNKNOWN);
    rows = RowDigests.of(server.database());
    assertThat(digests()).isEqualTo(before);
    store.forTenant(ACME).run(OneOfEach.number(3));
    assertThat(TenantDump.of(store, ACME).staged()).hasSize(2);
  }

  /** Has the server itself write a file until there is no room for another octet. */
  private void fill() throws SQLException {
    try (Session session = Session.begin(server.database().superuser(), null)) {
      assertThat(
              session.errorOf(
                  "copy (select repeat('x', 100000) from generate_series(1, 1000)) to '"
                      + filler()
                      + "'"))
          .isEqualTo("53100");
    }
  }

  private void makeRoom() {
    server.database().execute("copy (select 1 where false) to '" + filler() + "'");
  }

  private String filler() {
    return server.disk() + "/filler";
  }

  private StoreException failureOf(Consumer<TenantTx> work) {
    return catchThrowableOfType(StoreException.class, () -> store.forTenant(ACME).run(work));
  }

  private Map<TenantId, String> digests() {
    return rows.read(List.of(ACME));
  }
}
