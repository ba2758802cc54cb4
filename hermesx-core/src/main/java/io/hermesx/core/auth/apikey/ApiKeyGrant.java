// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.TenantStatus;

/**
 * What presenting an API key amounts to, by the store's clock. Only an active key of an active
 * tenant lets anybody in.
 *
 * @param tenant whose key it is
 * @param tenantStatus whether the tenant's callers are let in
 * @param key the key
 * @param state whether the key opens anything
 */
public record ApiKeyGrant(
    TenantId tenant, TenantStatus tenantStatus, ApiKey key, ApiKeyState state) {

  /** Tells whether the caller is let in. */
  public boolean isOpen() {
    return state == ApiKeyState.ACTIVE && tenantStatus == TenantStatus.ACTIVE;
  }
}
