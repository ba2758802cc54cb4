// SPDX-License-Identifier: Apache-2.0
/**
 * Where everything is kept: {@link io.hermesx.core.store.Store}, a {@link
 * io.hermesx.core.store.TenantStore} per tenant, a {@link io.hermesx.core.store.TenantTx} per
 * transaction, and {@link io.hermesx.core.store.Housekeeping} for the chores. {@link
 * io.hermesx.core.store.memory} keeps it in this JVM; {@code hermesx-store-postgres} in PostgreSQL;
 * {@code step} has what both need and no host sees.
 */
package io.hermesx.core.store;
