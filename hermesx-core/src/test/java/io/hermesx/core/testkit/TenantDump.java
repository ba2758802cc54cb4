// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.usage.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything of a tenant that can be read through the contracts, to be compared before and after.
 *
 * @param receipts all receipts, newest first
 * @param approvals all approvals, newest first
 * @param pending pending approvals, oldest first
 * @param budgets the budgets that match the samples' dimensions
 * @param usage all usage events, oldest first
 * @param row what is known about the tenant itself
 * @param sandboxPolicy the tenant's sandbox policy
 * @param apiKeys all API keys, newest first
 * @param sessions all conversations, newest first
 * @param messages the messages of the conversations
 * @param staged staged audit events, as text
 * @param head where the audit log stands
 */
public record TenantDump(
    List<Receipt> receipts,
    List<Approval> approvals,
    List<Approval> pending,
    List<BudgetState> budgets,
    List<UsageEvent> usage,
    Optional<Tenant> row,
    Optional<TenantSandboxPolicy> sandboxPolicy,
    List<ApiKey> apiKeys,
    List<Session> sessions,
    List<SessionMessage> messages,
    List<String> staged,
    Optional<AuditHead> head) {

  private static final int PAGE = 1_000;
  private static final Instant BEGINNING = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

  /** What there is of a tenant that never wrote anything. */
  public static TenantDump empty() {
    return new TenantDump(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** Reads everything. */
  public static TenantDump of(Store store, TenantId tenant) {
    AuditLog log = store.auditLog();
    List<String> staged = log.staged(tenant, 10 * PAGE).stream().map(TenantDump::describe).toList();
    Optional<AuditHead> head = log.head(tenant);
    return store.forTenant(tenant).readOnly(tx -> read(tx, staged, head));
  }

  private static TenantDump read(TenantTx tx, List<String> staged, Optional<AuditHead> head) {
    List<Session> sessions =
        all(before -> tx.sessions().list(Optional.empty(), before, PAGE), Session::id);
    return new TenantDump(
        all(before -> tx.receipts().list(before, PAGE), TenantDump::id),
        all(before -> tx.approvals().list(before, PAGE), Approval::id),
        tx.approvals().pending(PAGE),
        tx.budgets().states(StoreSamples.DIMENSIONS),
        tx.usage().list(BEGINNING, END, PAGE),
        tx.tenants().find(),
        tx.sandboxPolicies().find(),
        all(before -> tx.apiKeys().list(before, PAGE), ApiKey::id),
        sessions,
        sessions.stream()
            .flatMap(session -> tx.sessions().messages(session.id(), 0, PAGE).stream())
            .toList(),
        staged,
        head);
  }

  private static ReceiptId id(Receipt receipt) {
    return receipt.intent().id();
  }

  private static <K, R> List<R> all(Function<Optional<K>, List<R>> pages, Function<R, K> id) {
    List<R> all = new ArrayList<>();
    Optional<K> before = Optional.empty();
    List<R> page;
    do {
      page = pages.apply(before);
      all.addAll(page);
      before = all.isEmpty() ? before : Optional.of(id.apply(all.get(all.size() - 1)));
    } while (page.size() == PAGE);
    return all;
  }

  private static String describe(PreparedEvent event) {
    return event.id() + " " + HexFormat.of().formatHex(event.octets());
  }
}
