// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth;

import io.hermesx.core.access.Rights;
import io.hermesx.core.tenant.TenantId;
import java.util.Optional;

/**
 * Who acts: the tenant, the principal whose authority is used, and, where an agent acts for it,
 * that agent and what was delegated to it. Effective rights are the intersection of all three, so
 * an agent never does what its user may not.
 *
 * @param tenant the tenant of the authenticated principal
 * @param principal the person or service whose authority is used
 * @param agent the agent acting for the principal, if any
 * @param delegation what the principal lets the agent do in this conversation, if it was narrowed
 */
public record Actor(
    TenantId tenant, Principal principal, Optional<Principal> agent, Optional<Rights> delegation) {

  /** A principal that acts for itself. */
  public static Actor of(TenantId tenant, Principal principal) {
    return new Actor(tenant, principal, Optional.empty(), Optional.empty());
  }

  /** Returns user ∩ agent ∩ delegation. */
  public Rights effectiveRights() {
    Rights rights = principal.rights();
    if (agent.isPresent()) {
      rights = rights.and(agent.get().rights());
    }
    return delegation.isPresent() ? rights.and(delegation.get()) : rights;
  }
}
