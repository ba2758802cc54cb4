// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.TenantTx;
import io.hermesx.core.store.step.StepRunner;
import io.hermesx.core.tenant.TenantId;
import java.util.function.Function;

/**
 * Runs a single step as one statement that is a transaction by itself: context, statement and
 * commit are one round trip. A step that finds that somebody else was first, and reads why, takes a
 * second one; what the first statement would have written was not written then.
 *
 * @param transactions where they run
 * @param tenant whose they are
 */
record OneTripSteps(Transactions transactions, TenantId tenant) implements StepRunner {

  @Override
  public <T> T read(Function<TenantTx, T> step) {
    return transactions.step(tenant, false, step::apply);
  }

  @Override
  public <T> T write(Function<TenantTx, T> step) {
    return transactions.step(tenant, true, step::apply);
  }

  @Override
  public <T> T several(Function<TenantTx, T> step) {
    return transactions.inTurn(tenant, true, step::apply);
  }
}
