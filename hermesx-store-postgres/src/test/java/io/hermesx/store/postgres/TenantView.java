// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a {@link io.hermesx.core.testkit.TenantDump} does not show of a tenant. */
final class TenantView {

  private static final Dimensions LARGE =
      Dimensions.none()
          .with(Dimension.USER, "alice")
          .with(Dimension.TOOL, "refund")
          .with(Dimension.MODEL, "large 𝄞");
  private static final Dimensions BOB = Dimensions.none().with(Dimension.USER, LedgerSteps.BOB);

  private static final int MANY = 1_000;

  private TenantView() {}

  /** Reads everything, and takes back what had to be done for that. */
  static List<Object> of(Store store, TenantId tenant) {
    List<Object> view = new ArrayList<>();
    view.add(store.auditLog().read(tenant, 0, MANY));
    try {
      store.forTenant(tenant).run(tx -> probe(tx, view));
    } catch (RolledBack e) {
      // As it should be: whoever looks leaves nothing behind.
    }
    return view;
  }

  /**
   * Idempotency keys and reservations, which nothing lists: what it would mean to use them, and
   * where the budgets would be then.
   */
  private static void probe(TenantTx tx, List<Object> view) {
    view.add(tx.budgets().states(LARGE));
    view.add(tx.budgets().states(BOB));
    Sha256 request = StoreSamples.sha256("probe");
    keys().forEach(key -> view.add(tx.idempotency().claim(key, request)));
    LedgerSteps.reservations()
        .forEach(id -> view.add(StoreStep.answerOf(() -> tx.budgets().settle(id, Amounts.ZERO))));
    view.add(tx.budgets().states(LARGE));
    view.add(tx.budgets().states(BOB));
    throw new RolledBack();
  }

  private static Stream<IdempotencyKey> keys() {
    return Stream.concat(
        IntStream.range(0, StoreStep.POOL).mapToObj(TenancySteps::idempotencyKey),
        IntStream.rangeClosed(1, Turn.MOST_STEPS).mapToObj(TurnWork::key));
  }
}
