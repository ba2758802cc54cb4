// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.Dimensions;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.usage.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Everything of a tenant that can be read through the contracts, to be compared before and after.
 *
 * @param receipts all receipts, newest first
 * @param approvals the approvals asked for that are there
 * @param pending pending approvals, oldest first
 * @param budgets the budgets that match the samples' dimensions
 * @param usage all usage events, oldest first
 * @param staged staged audit events, as text
 * @param head where the audit log stands
 */
public record TenantDump(
    List<Receipt> receipts,
    List<Approval> approvals,
    List<Approval> pending,
    List<BudgetState> budgets,
    List<UsageEvent> usage,
    List<String> staged,
    Optional<AuditHead> head) {

  private static final int PAGE = 1_000;
  private static final Instant BEGINNING = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

  /** Reads everything, and those approvals whose id is given. */
  public static TenantDump of(Store store, TenantId tenant, Collection<ApprovalId> approvals) {
    return of(store, tenant, approvals, StoreSamples.DIMENSIONS);
  }

  private static TenantDump of(
      Store store, TenantId tenant, Collection<ApprovalId> approvals, Dimensions dimensions) {
    AuditLog log = store.auditLog();
    List<String> staged = log.staged(tenant, 10 * PAGE).stream().map(TenantDump::describe).toList();
    return store
        .forTenant(tenant)
        .readOnly(
            tx ->
                new TenantDump(
                    receipts(tx),
                    approvals.stream().flatMap(id -> tx.approvals().find(id).stream()).toList(),
                    tx.approvals().pending(PAGE),
                    tx.budgets().states(dimensions),
                    tx.usage().list(BEGINNING, END, PAGE),
                    staged,
                    log.head(tenant)));
  }

  private static List<Receipt> receipts(TenantTx tx) {
    List<Receipt> all = new ArrayList<>();
    Optional<ReceiptId> before = Optional.empty();
    List<Receipt> page;
    do {
      page = tx.receipts().list(before, PAGE);
      all.addAll(page);
      before = all.isEmpty() ? before : Optional.of(all.get(all.size() - 1).intent().id());
    } while (page.size() == PAGE);
    return all;
  }

  private static String describe(PreparedEvent event) {
    return event.id() + " " + HexFormat.of().formatHex(event.octets());
  }
}
