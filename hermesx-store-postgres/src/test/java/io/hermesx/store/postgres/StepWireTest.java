// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What each step on the path of a call costs on the wire: one round trip. */
class StepWireTest {

  private static final TenantId ACME = TenantId.named("acme");

  private final StoreSamples samples = new StoreSamples(TestIds.create());

  @Test
  void steps_onThePathOfACall_areOneRoundTripEach() {
    TestDatabase database = EmbeddedServer.database();
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    try (WireTap tap = new WireTap(port);
        Store store =
            database
                .builder()
                .url(
                    database.url().replace(":" + port + "/", ":" + tap.port() + "/")
                        + "?sslmode=disable")
                .poolSize(1)
                .build()) {
      TenantStore acme = store.forTenant(ACME);
      acme.run(tx -> LedgerOffice.budgets().forEach(tx.budgets()::define));
      Map<String, Long> trips = new LinkedHashMap<>();

      steps(acme).forEach((name, step) -> trips.put(name, trips(tap, acme, step)));

      System.out.println("round trips of a step, beside those of its transaction: " + trips);
      assertThat(trips).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
    }
  }

  private Map<String, Consumer<TenantTx>> steps(TenantStore acme) {
    ReceiptIntent intent = acme.readOnly(tx -> samples.intent("run", "call", tx.now()));
    Approval approval = acme.readOnly(tx -> samples.approval("run", "call", tx.now()));
    ReserveRequest hold = acme.readOnly(tx -> samples.reserve(new Amounts(5, 5, 1), tx.now()));
    SessionId talk = samples.session();
    acme.run(
        tx -> {
          tx.sessions().create(talk, "user:alice", "title");
          tx.approvals().request(approval);
          tx.approvals().decide(approval.id(), StoreSamples.yes(tx.now()));
        });
    Map<String, Consumer<TenantTx>> steps = new LinkedHashMap<>();
    steps.put("open", tx -> tx.receipts().open(intent));
    steps.put("consume", tx -> tx.approvals().consume(approval.id(), StoreSamples.useOf(approval)));
    steps.put("reserve", tx -> tx.budgets().reserve(hold));
    steps.put("settle", tx -> tx.budgets().settle(hold.id(), hold.amounts()));
    steps.put("append", tx -> tx.usage().append(samples.usage("call", tx.now(), 1)));
    steps.put("say", tx -> tx.sessions().append(talk, List.of(JsonObject.empty())));
    steps.put("close", tx -> tx.receipts().close(samples.result(intent, tx.now())));
    return steps;
  }

  private static long trips(WireTap tap, TenantStore acme, Consumer<TenantTx> step) {
    long before = tap.trips();
    acme.run(TenantTx::now);
    long between = tap.trips();
    acme.run(
        tx -> {
          assertThat(tx.now()).isNotNull();
          step.accept(tx);
        });
    return tap.trips() - between - (between - before);
  }
}
