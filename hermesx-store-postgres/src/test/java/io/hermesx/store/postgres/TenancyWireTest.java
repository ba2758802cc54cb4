// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.core.testkit.StoreSamples.idempotencyKey;
import static io.hermesx.core.testkit.StoreSamples.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.net.URI;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keys, conversations and repeatable writes cost on the wire. */
class TenancyWireTest {

  private static final int ROUNDS = 30;
  private static final Sha256 HASH = sha256("key");

  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private final AtomicInteger counter = new AtomicInteger();
  private WireTap tap;
  private PostgresStore store;
  private TenantStore acme;

  @BeforeEach
  void open() {
    TestDatabase database = EmbeddedServer.database();
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    tap = new WireTap(port);
    String url = database.url().replace(":" + port + "/", ":" + tap.port() + "/");
    store = database.builder().url(url + "?sslmode=disable").build();
    acme = store.forTenant(TenantId.named("acme"));
    acme.run(tx -> tx.tenants().create("Acme"));
    acme.run(tx -> tx.apiKeys().create(samples.apiKey("ci", tx.now()), HASH));
  }

  @AfterEach
  void close() {
    store.close();
    tap.close();
  }

  @Test
  void findApiKey_hitOrMiss_isOneRoundTrip() {
    assertThat(trips(() -> store.directory().findApiKey(HASH))).isEqualTo(1);
    assertThat(trips(() -> store.directory().findApiKey(sha256("other")))).isEqualTo(1);
  }

  @Test
  void append_manyMessages_isOneStatementAndTheCommit() {
    SessionId id = samples.session();
    acme.run(tx -> tx.sessions().create(id, "user:alice", "title"));

    assertThat(
            trips(
                () ->
                    acme.run(
                        tx ->
                            tx.sessions().append(id, Collections.nCopies(10, JsonObject.empty())))))
        .isEqualTo(2);
  }

  @Test
  void repeatableWrite_new_isTwoStatementsAndTheCommit() {
    assertThat(
            trips(
                () ->
                    acme.run(
                        tx -> {
                          String value = "key-" + counter.incrementAndGet();
                          tx.idempotency().claim(idempotencyKey(value), HASH);
                          tx.idempotency().answer(idempotencyKey(value), "answer");
                        })))
        .isEqualTo(3);
  }

  /** The fewest round trips that the work took: a pool opens connections at any time. */
  private long trips(Runnable work) {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long before = tap.trips();
      work.run();
      fewest = Math.min(fewest, tap.trips() - before);
    }
    return fewest;
  }
}
