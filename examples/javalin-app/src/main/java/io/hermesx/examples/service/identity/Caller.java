// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.identity;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.tenant.TenantId;
import java.util.UUID;

/**
 * Who calls, as the key says: never a header, a path or a body.
 *
 * @param tenant the tenant
 * @param principal the principal, whose rights are the key's scopes
 * @param key the key's id, which is no secret
 */
public record Caller(TenantId tenant, Principal principal, UUID key) {

  /** Tells whether the key has a scope. */
  public boolean may(String scope) {
    return principal.rights().includes(scope);
  }
}
