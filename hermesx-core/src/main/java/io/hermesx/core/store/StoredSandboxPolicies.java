// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import io.hermesx.core.tenant.TenantId;

/**
 * The sandbox policies that a store has on record, each within that of the platform: a tenant's row
 * only tightens. It reads the row for each question, so a change counts from the next call on; a
 * store that is away, or a row that cannot be read, denies the call. Thread-safe; blocks as long as
 * the store does.
 *
 * @param store where the rows are; the host closes it
 * @param platform what no tenant gets beyond
 * @param withoutRow what a tenant without a row is under, within the platform's too; {@link
 *     SandboxPolicy#DISABLED} where sandboxes are for tenants that were given a policy, {@link
 *     SandboxPolicy#UNRESTRICTED} where the platform's is enough
 */
public record StoredSandboxPolicies(Store store, SandboxPolicy platform, SandboxPolicy withoutRow)
    implements SandboxPolicies {

  @Override
  public SandboxPolicy of(TenantId tenant) {
    return platform.and(
        store
            .forTenant(tenant)
            .sandboxPolicies()
            .find()
            .map(TenantSandboxPolicy::policy)
            .orElse(withoutRow));
  }
}
