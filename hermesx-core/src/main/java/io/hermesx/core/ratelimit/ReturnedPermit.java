// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.tenant.TenantId;
import java.util.UUID;

/**
 * A permit that was given back, remembered until it could give nothing back any more.
 *
 * @param key the permit's id
 * @param tenant the tenant that took it
 * @param until the tick at which all of it has leaked
 */
record ReturnedPermit(UUID key, TenantId tenant, long until) implements Entry {

  @Override
  public boolean expired(long now) {
    return now >= until;
  }
}
