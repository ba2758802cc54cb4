// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.usage;

import io.hermesx.core.tenant.TenantId;

/**
 * Records what was used: exactly once, whatever is retried. Implementations are thread-safe.
 *
 * <p>The guard records inside the transaction that settles the call. A host that counts something
 * of its own, such as stored gigabytes, calls {@link #record}.
 */
public interface UsageRecorder extends AutoCloseable {

  /**
   * Records an event of a call under way in the transaction that is open for it.
   *
   * @return false if it was on record already
   */
  boolean recordIn(UsageLog log, UsageEvent event);

  /**
   * Records an event by itself. On return it is on record as durably as the recorder promises. May
   * block.
   *
   * @return false if it was on record already
   */
  boolean record(TenantId tenant, UsageEvent event);

  @Override
  void close();
}
