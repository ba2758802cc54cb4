// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoredSandboxPolicies;

/** What programs of tools may do in this service, whatever a tool or a tenant's policy says. */
final class SandboxRules {

  /** Nobody has read what a model runs: no network, and everything that one kernel can hold. */
  private static final SandboxPolicy PLATFORM = SandboxPolicy.untrusted(SandboxLimits.STANDARD);

  private SandboxRules() {}

  /**
   * The policies of tenants as the store has them, within the platform's. A tenant without one is
   * under the platform's alone.
   */
  static SandboxPolicies within(Store store) {
    return new StoredSandboxPolicies(store, PLATFORM, SandboxPolicy.UNRESTRICTED);
  }
}
