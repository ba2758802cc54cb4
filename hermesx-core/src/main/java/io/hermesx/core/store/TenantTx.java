// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.approval.Approvals;
import io.hermesx.core.audit.AuditOutbox;
import io.hermesx.core.auth.apikey.ApiKeys;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.idempotency.IdempotencyKeys;
import io.hermesx.core.receipt.Receipts;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.session.Sessions;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.Tenants;
import io.hermesx.core.usage.UsageLog;
import java.time.Instant;

/**
 * Everything of one tenant inside one transaction. It, and every sub-store it hands out, is good
 * for the thread that opened the transaction and until its end; any other use throws {@link
 * IllegalStateException}.
 */
public interface TenantTx {

  /** The tenant. */
  TenantId tenant();

  /**
   * The time of the transaction by the store's clock, in whole microseconds: the same throughout.
   */
  Instant now();

  /** Receipts of calls. */
  Receipts receipts();

  /** Approvals. */
  Approvals approvals();

  /** Budgets, holds and spend. */
  BudgetLedger budgets();

  /** Usage events. */
  UsageLog usage();

  /** The audit stage. */
  AuditOutbox audit();

  /** What the store knows about the tenant itself. */
  Tenants tenants();

  /** API keys. */
  ApiKeys apiKeys();

  /** Conversations. */
  Sessions sessions();

  /** The tenant's sandbox policy. */
  TenantSandboxPolicies sandboxPolicies();

  /** Writes that may be repeated. */
  IdempotencyKeys idempotency();
}
