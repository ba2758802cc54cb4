// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.store.step.Turnstile;
import io.hermesx.core.tenant.TenantId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What the tenants of one store have in common.
 *
 * @param turnstile lets threads into transactions
 * @param clock the store's clock
 * @param stage where committed transactions stage their audit events
 * @param keyOwners whose API key a hash is, also while the transaction that writes it is open
 */
record MemoryShared(
    Turnstile turnstile,
    TransactionClock clock,
    AuditStage stage,
    ConcurrentMap<Sha256, TenantId> keyOwners) {

  static MemoryShared create(TransactionClock clock, AuditStage stage) {
    return new MemoryShared(new Turnstile(), clock, stage, new ConcurrentHashMap<>());
  }
}
