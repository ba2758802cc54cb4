// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.Optional;

/**
 * The sandbox policy of the tenant of the transaction: one row at most. It says what the tenant
 * lets programs do, and is only ever put together with the platform's, which it can tighten alone.
 */
public interface TenantSandboxPolicies {

  /**
   * Returns the policy, if there is one.
   *
   * @throws io.hermesx.core.HermesException if it requires a guarantee that this version of HermesX
   *     does not know: a policy is never read as less than was written
   */
  Optional<TenantSandboxPolicy> find();

  /**
   * Writes the policy unless there is one.
   *
   * @return the policy as it stands now, or empty if there was one
   * @throws IllegalArgumentException if it lists more tools, or other names, than {@link
   *     TenantSandboxPolicy} allows
   */
  Optional<TenantSandboxPolicy> create(SandboxPolicy policy);

  /**
   * Replaces the whole policy if it still has the version, and counts the version up.
   *
   * @return the policy as it stands now, or empty if there is none of that version
   * @throws IllegalArgumentException as {@link #create} does
   */
  Optional<TenantSandboxPolicy> replace(SandboxPolicy policy, long version);

  /**
   * Removes the policy if it still has the version: the tenant then is under what the host chose
   * for tenants without one. The next one that is written continues the versions.
   *
   * @return whether it was removed
   */
  boolean remove(long version);
}
