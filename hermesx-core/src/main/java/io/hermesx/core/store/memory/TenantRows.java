// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** The rows of one tenant. Not thread-safe: only the holder of the tenant's lock gets here. */
final class TenantRows {

  final ReceiptRows receipts = new ReceiptRows();
  final ApprovalRows approvals = new ApprovalRows();
  final Ledger ledger = new Ledger();
  final UsageRows usage = new UsageRows();
  final ApiKeyRows apiKeys = new ApiKeyRows();
  final SessionRows sessions = new SessionRows();
  final IdempotencyRows idempotency = new IdempotencyRows();
  @Nullable Tenant tenant;
  SandboxPolicyRow sandboxPolicy = SandboxPolicyRow.NONE;
}
