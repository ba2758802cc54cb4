// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

/** The rows of one tenant. Not thread-safe: only the holder of the tenant's lock gets here. */
final class TenantRows {

  final ReceiptRows receipts = new ReceiptRows();
  final ApprovalRows approvals = new ApprovalRows();
  final Ledger ledger = new Ledger();
  final UsageRows usage = new UsageRows();
}
