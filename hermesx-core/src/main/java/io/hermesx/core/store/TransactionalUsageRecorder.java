// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageLog;
import io.hermesx.core.usage.UsageRecorder;

/**
 * A recorder that writes each event in a transaction of the store: once it answers, the event is as
 * durable as the store is. Thread-safe; blocks as long as the store does.
 *
 * <p>It holds nothing of its own: closing it does nothing, and the store stays open.
 */
public final class TransactionalUsageRecorder implements UsageRecorder {

  private final Store store;

  /** Creates a recorder over a store, which the host closes. */
  public TransactionalUsageRecorder(Store store) {
    this.store = store;
  }

  @Override
  public boolean recordIn(UsageLog log, UsageEvent event) {
    return log.append(event);
  }

  @Override
  public boolean record(TenantId tenant, UsageEvent event) {
    return store.forTenant(tenant).usage().append(event);
  }

  @Override
  public void close() {}
}
