// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.approval.Approvals;
import io.hermesx.core.auth.apikey.ApiKeys;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.receipt.Receipts;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.session.Sessions;
import io.hermesx.core.store.step.ApiKeySteps;
import io.hermesx.core.store.step.ApprovalSteps;
import io.hermesx.core.store.step.BudgetSteps;
import io.hermesx.core.store.step.ReceiptSteps;
import io.hermesx.core.store.step.SandboxPolicySteps;
import io.hermesx.core.store.step.SessionSteps;
import io.hermesx.core.store.step.StepRunner;
import io.hermesx.core.store.step.TenantSteps;
import io.hermesx.core.store.step.UsageSteps;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.Tenants;
import io.hermesx.core.usage.UsageLog;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The part of a store that belongs to one tenant. Thread-safe; blocks on I/O where there is any.
 *
 * <p>What belongs together goes into one transaction, {@link #tx}. A single step needs none: {@code
 * acme.sessions().find(id)} is a transaction of its own, and a store that is reached over a network
 * does it in one round trip where it can. Repeatable writes and audit events are only ever part of
 * a transaction with something else in it, so they are not here.
 */
public interface TenantStore {

  /** The tenant. */
  TenantId tenant();

  /**
   * Runs work in a transaction: all of it is kept, or, if it throws, nothing. The {@link TenantTx}
   * is good for this call and this thread only. Work must not open another transaction of the same
   * store.
   *
   * @throws StoreException if the transaction could not be begun or committed; it says whether
   *     trying again is safe
   * @throws IllegalStateException if the thread has a transaction of this store open already
   */
  <T> T tx(Function<TenantTx, T> work);

  /**
   * As {@link #tx}, for work that only reads: every step that writes throws {@link
   * IllegalStateException}.
   */
  <T> T readOnly(Function<TenantTx, T> work);

  /** As {@link #tx}, for work without a result. */
  default void run(Consumer<TenantTx> work) {
    tx(
        tx -> {
          work.accept(tx);
          return tx.tenant();
        });
  }

  /** Receipts of calls, each step a transaction of its own; they throw as {@link #tx} does. */
  default Receipts receipts() {
    return new ReceiptSteps(StepRunner.over(this));
  }

  /** Approvals, each step a transaction of its own. */
  default Approvals approvals() {
    return new ApprovalSteps(StepRunner.over(this));
  }

  /** Budgets, holds and spend, each step a transaction of its own. */
  default BudgetLedger budgets() {
    return new BudgetSteps(StepRunner.over(this));
  }

  /** Usage events, each step a transaction of its own. */
  default UsageLog usage() {
    return new UsageSteps(StepRunner.over(this));
  }

  /** What the store knows about the tenant itself, each step a transaction of its own. */
  default Tenants tenants() {
    return new TenantSteps(StepRunner.over(this));
  }

  /** API keys, each step a transaction of its own. */
  default ApiKeys apiKeys() {
    return new ApiKeySteps(StepRunner.over(this));
  }

  /** Conversations, each step a transaction of its own. */
  default Sessions sessions() {
    return new SessionSteps(StepRunner.over(this));
  }

  /** The tenant's sandbox policy, each step a transaction of its own. */
  default TenantSandboxPolicies sandboxPolicies() {
    return new SandboxPolicySteps(StepRunner.over(this));
  }
}
