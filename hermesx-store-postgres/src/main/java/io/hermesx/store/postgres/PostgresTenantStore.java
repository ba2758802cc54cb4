// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.approval.Approvals;
import io.hermesx.core.auth.apikey.ApiKeys;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.receipt.Receipts;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.session.Sessions;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.store.step.ApiKeySteps;
import io.hermesx.core.store.step.ApprovalSteps;
import io.hermesx.core.store.step.BudgetSteps;
import io.hermesx.core.store.step.ReceiptSteps;
import io.hermesx.core.store.step.SandboxPolicySteps;
import io.hermesx.core.store.step.SessionSteps;
import io.hermesx.core.store.step.TenantSteps;
import io.hermesx.core.store.step.UsageSteps;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.Tenants;
import io.hermesx.core.usage.UsageLog;
import java.util.function.Function;

/** The part of the store that belongs to one tenant: its transactions and steps. Thread-safe. */
final class PostgresTenantStore implements TenantStore {

  private final Transactions transactions;
  private final TenantId tenant;
  private final OneTripSteps steps;

  PostgresTenantStore(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.tenant = tenant;
    this.steps = new OneTripSteps(transactions, tenant);
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public <T> T tx(Function<TenantTx, T> work) {
    return transactions.inTurn(tenant, true, work::apply);
  }

  @Override
  public <T> T readOnly(Function<TenantTx, T> work) {
    return transactions.inTurn(tenant, false, work::apply);
  }

  @Override
  public Receipts receipts() {
    return new ReceiptSteps(steps);
  }

  @Override
  public Approvals approvals() {
    return new ApprovalSteps(steps);
  }

  @Override
  public BudgetLedger budgets() {
    return new BudgetSteps(steps);
  }

  @Override
  public UsageLog usage() {
    return new UsageSteps(steps);
  }

  @Override
  public Tenants tenants() {
    return new TenantSteps(steps);
  }

  @Override
  public ApiKeys apiKeys() {
    return new ApiKeySteps(steps);
  }

  @Override
  public Sessions sessions() {
    return new SessionSteps(steps);
  }

  @Override
  public TenantSandboxPolicies sandboxPolicies() {
    return new SandboxPolicySteps(steps);
  }
}
