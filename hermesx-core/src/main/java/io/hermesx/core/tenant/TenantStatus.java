// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tenant;

/** Whether a tenant's callers are let in. */
public enum TenantStatus {
  /** They are. */
  ACTIVE,
  /** They are not, until it is active again. Nothing of the tenant is lost meanwhile. */
  SUSPENDED
}
