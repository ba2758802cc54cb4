// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import io.hermesx.core.internal.Names;
import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.Set;

/**
 * The sandbox policy of a tenant, as it is on record.
 *
 * @param policy what the tenant lets programs of tools do; at most 1,000 tools, each of 1 to 128
 *     visible ASCII characters
 * @param version how often the tenant's policy was written, a removal included, from 1 on: no two
 *     policies of a tenant ever have the same
 * @param updatedAt when it was written, by the store's clock
 */
public record TenantSandboxPolicy(SandboxPolicy policy, long version, Instant updatedAt) {

  /** The most tools that a policy on record lists. */
  public static final int MAX_TOOLS = 1_000;

  /** Checks the tools and cuts the instant to microseconds. */
  public TenantSandboxPolicy {
    policy.tools().ifPresent(TenantSandboxPolicy::requireTools);
    updatedAt = Instants.truncate(updatedAt);
  }

  private static void requireTools(Set<String> tools) {
    if (tools.size() > MAX_TOOLS) {
      throw new IllegalArgumentException(
          "a sandbox policy lists " + tools.size() + " tools, allowed: at most " + MAX_TOOLS);
    }
    tools.forEach(tool -> Names.requireToken("a tool of a sandbox policy", tool));
  }
}
