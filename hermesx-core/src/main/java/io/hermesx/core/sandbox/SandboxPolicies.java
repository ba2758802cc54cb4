// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import io.hermesx.core.tenant.TenantId;

/**
 * Knows which sandbox policy a tenant is under. Thread-safe; may block. What it throws denies the
 * call.
 */
@FunctionalInterface
public interface SandboxPolicies {

  /** Returns the policy of a tenant. */
  SandboxPolicy of(TenantId tenant);

  /** The same policy for every tenant. */
  static SandboxPolicies always(SandboxPolicy policy) {
    return tenant -> policy;
  }

  /** Returns what both demand. */
  default SandboxPolicies and(SandboxPolicies other) {
    return tenant -> of(tenant).and(other.of(tenant));
  }
}
