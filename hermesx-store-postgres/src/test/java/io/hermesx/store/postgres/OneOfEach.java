// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Work that writes to table after table, so that half of it would show. Its ids are always the
 * same, so doing it twice is the same as doing it once.
 */
final class OneOfEach implements Consumer<TenantTx> {

  private static final Budget BUDGET = Budget.usd("all", 1_000_000, BudgetPeriod.TOTAL);
  private static final int EVENT_OCTETS = 100;

  private final int number;
  private final byte[] octets;

  private OneOfEach(int number, int eventOctets) {
    this.number = number;
    this.octets = new byte[eventOctets];
    new Random(number).nextBytes(octets);
  }

  /**
   * Work of its own for each number.
   *
   * @param number what its ids are made of; 0 or more
   */
  static OneOfEach number(int number) {
    return new OneOfEach(number, EVENT_OCTETS);
  }

  /** The same with so much of an audit event, which nothing can compress. */
  OneOfEach withEventOf(int eventOctets) {
    return new OneOfEach(number, eventOctets);
  }

  @Override
  public void accept(TenantTx tx) {
    write(tx);
    tx.audit().stage(new PreparedEvent(tx.tenant(), TestIds.stream(number).next(), octets));
  }

  /** All of it but the audit event. */
  void write(TenantTx tx) {
    StoreSamples samples = new StoreSamples(TestIds.stream(number));
    tx.tenants().create("Acme");
    tx.receipts().open(samples.intent("run-" + number, "call", tx.now()));
    tx.budgets().define(BUDGET);
    tx.budgets().reserve(samples.reserve(new Amounts(10, 0, 0), tx.now()));
    tx.usage().append(samples.usage("use-" + number, tx.now(), 3));
    converse(tx, samples.session());
    IdempotencyKey key = StoreSamples.idempotencyKey("key-" + number);
    if (tx.idempotency().claim(key, StoreSamples.sha256("request")).isEmpty()) {
      tx.idempotency().answer(key, "done");
    }
  }

  private static void converse(TenantTx tx, SessionId session) {
    if (tx.sessions().find(session).isEmpty()) {
      tx.sessions().create(session, "user:alice", "title");
      tx.sessions().append(session, List.of(JsonObject.empty(), JsonObject.empty()));
    }
  }
}
