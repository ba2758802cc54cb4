// SPDX-License-Identifier: Apache-2.0
/**
 * Who the customer is: {@link io.hermesx.core.tenant.TenantId}, and, where the store keeps a row of
 * it, {@link io.hermesx.core.tenant.Tenant}. Enforcing that one tenant never sees another's rows is
 * the business of {@link io.hermesx.core.store}.
 */
package io.hermesx.core.tenant;
