// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.sandbox.TenantSandboxPolicy;
import java.util.Optional;

/**
 * The sandbox policy of a tenant, or that there is none.
 *
 * @param current the policy; empty before the first and after a removal
 * @param version how often it was written or removed
 */
record SandboxPolicyRow(Optional<TenantSandboxPolicy> current, long version) {

  static final SandboxPolicyRow NONE = new SandboxPolicyRow(Optional.empty(), 0);
}
